import type { MailHead } from "@rapport/api-client";
import { Lock } from "lucide-react";
import { lazy, type ReactNode, Suspense } from "react";
import { useIntl } from "react-intl";
import { useMe } from "~/api/session";
import { Attached } from "~/attachments/Attached";
import { type MessageId, useT } from "~/messages";
import { Avatar } from "~/ui/Avatar";
import { DeliveryFailure } from "./DeliveryFailure";
import { Held } from "./Held";
import { NoteText } from "./NoteText";
import type { Progress } from "./outbox";
import { RichText } from "./RichText";
import type { Receipt } from "./receipt";
import { SendFailure } from "./SendFailure";
import classes from "./Turn.module.css";
import type { Block, WrittenItem } from "./timeline";

const MailView = lazy(() => import("~/mail/MailView"));

type TurnBlock = Extract<Block, { kind: "turn" }>;

/** What one author wrote in one go: the customer's words at the start side, ours at the end side. */
export function Turn({ block, receipt }: { block: TurnBlock; receipt: Receipt | null }) {
  const t = useT();
  const intl = useIntl();
  const me = useMe().agent.id;
  const { author, variant, items } = block;
  const side = author.kind === "contact" ? "contact" : "agent";
  const name = author.id === me ? t("conversation.you") : (author.name ?? t(`actor.${author.kind}`));
  const noteTitle = author.id === me ? t("conversation.note_yours") : t("conversation.note_by", { name });
  const first = items[0];

  return (
    <section className={classes.turn} data-side={side} data-variant={variant}>
      {side === "contact" && <Avatar seed={author.id ?? name} name={name} size={28} />}
      <div className={classes.bubbles}>
        <p className={classes.author}>
          {variant === "note" && <Lock size={11} aria-hidden />}
          <bdi>{variant === "note" ? noteTitle : name}</bdi>
          {first && <time dateTime={first.at}>{intl.formatTime(first.at)}</time>}
        </p>
        {items.map((item) => (
          <div key={item.key} className={classes.item}>
            <Framed mail={mailOf(item)}>
              {item.text !== "" && (
                <div
                  className={classes.bubble}
                  dir="auto"
                  data-pending={item.pending && item.pending.state.kind !== "refused" ? true : undefined}
                  title={intl.formatDate(item.at, { dateStyle: "medium", timeStyle: "medium" })}
                >
                  {variant === "note" ? (
                    <NoteText text={item.text} spans={item.spans} mentioned={item.mentioned} />
                  ) : (
                    <RichText text={item.text} spans={item.spans} />
                  )}
                </div>
              )}
            </Framed>
            {item.attachments.length > 0 && <Attached attachments={item.attachments} />}
            <ItemState item={item} receipt={receipt} />
          </div>
        ))}
      </div>
    </section>
  );
}

const mailOf = ({ entry }: WrittenItem) => (entry?.kind === "message" ? entry.mail : null) ?? null;

/** An e-mail's words within what else it has. */
function Framed({ mail, children }: { mail: MailHead | null; children: ReactNode }) {
  if (!mail) return children;
  return (
    <Suspense fallback={children}>
      <MailView mail={mail}>{children}</MailView>
    </Suspense>
  );
}

const PROGRESS: Record<Exclude<Progress, "held">, MessageId> = {
  sending: "delivery.sending",
  network: "delivery.waiting_network",
  server: "delivery.waiting_server",
};

function ItemState({ item, receipt }: { item: WrittenItem; receipt: Receipt | null }) {
  const t = useT();
  const { entry, pending, progress } = item;
  if (pending?.state.kind === "refused") {
    return <SendFailure pendingKey={pending.key} reason={pending.state.reason} />;
  }
  if (pending && progress === "held") return <Held pendingKey={pending.key} />;
  if (progress && progress !== "held") return <p className={classes.state}>{t(PROGRESS[progress])}</p>;
  if (entry?.kind === "message" && entry.delivery?.state === "failed") {
    return <DeliveryFailure entry={entry} reason={entry.delivery.reason ?? ""} />;
  }
  if (entry && receipt?.entry_id === entry.id) {
    return <p className={classes.state}>{t(`delivery.${receipt.state}`)}</p>;
  }
  return null;
}
