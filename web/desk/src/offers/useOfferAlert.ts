import { useEffect, useRef } from "react";
import { useDirectory } from "~/api/directory";
import { useT } from "~/messages";
import { notificationsOn, soundOn } from "./alertPreferences";
import { beep } from "./beep";
import { useOffers } from "./useOffers";

/** Calls the agent to a new offer by sound, by a desktop notification and by the tab's title. */
export function useOfferAlert() {
  const t = useT();
  const offers = useOffers();
  const queues = useDirectory("queues");
  const known = useRef(new Set<string>());
  const count = offers.length;

  useEffect(() => {
    document.title = count > 0 ? `(${count}) ${t("offer.title_badge")} · Rapport` : "Rapport";
  }, [count, t]);

  useEffect(() => {
    const fresh = offers.filter((offer) => !known.current.has(`${offer.id} ${offer.state.until}`));
    known.current = new Set(offers.map((offer) => `${offer.id} ${offer.state.until}`));
    const [offer] = fresh;
    if (!offer) return;
    if (soundOn()) beep();
    if (notificationsOn() && document.visibilityState === "hidden") {
      new Notification(t("offer.notification", { queue: queues.get(offer.queue_id)?.name ?? "" }), {
        body: offer.conversation.preview?.text,
        tag: offer.id,
      }).onclick = () => window.focus();
    }
  }, [offers, queues, t]);
}
