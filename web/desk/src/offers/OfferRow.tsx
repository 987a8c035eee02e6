import { Button } from "@mantine/core";
import { useDirectory } from "~/api/directory";
import { useContactName } from "~/contacts/useContactName";
import { useT } from "~/messages";
import { CountdownRing } from "~/ui/CountdownRing";
import classes from "./OfferRow.module.css";
import { useAnswerOffer } from "./useAnswerOffer";
import type { Offer } from "./useOffers";

/** When the queue is not known yet, a ring of this length is near enough. */
const OFFER_TIMEOUT_DEFAULT_MS = 20_000;

export function OfferRow({ offer }: { offer: Offer }) {
  const t = useT();
  const queue = useDirectory("queues").get(offer.queue_id);
  const name = useContactName(offer.conversation.contact);
  const { accept, decline } = useAnswerOffer(offer);
  const busy = accept.isPending || decline.isPending;

  return (
    <li className={classes.row}>
      <div className={classes.facts}>
        <CountdownRing
          until={offer.state.until}
          total_ms={queue?.offer_timeout_ms ?? OFFER_TIMEOUT_DEFAULT_MS}
          label={t("offer.seconds_left")}
        />
        <div className={classes.words}>
          <p className={classes.who}>
            <strong dir="auto">{name}</strong>
            {queue && <span>{queue.name}</span>}
          </p>
          {offer.conversation.preview && (
            <p className={classes.preview} dir="auto">
              {offer.conversation.preview.text}
            </p>
          )}
        </div>
      </div>
      <div className={classes.actions}>
        <Button fullWidth disabled={busy} loading={accept.isPending} onClick={() => accept.mutate()}>
          {t("offer.accept")}
        </Button>
        <Button variant="default" disabled={busy} onClick={() => decline.mutate()}>
          {t("offer.decline")}
        </Button>
      </div>
    </li>
  );
}
