import { useT } from "~/messages";
import { OfferRow } from "./OfferRow";
import classes from "./Offers.module.css";
import { useOffers } from "./useOffers";

/** What rings for me, above everything else in the list. */
export function Offers() {
  const t = useT();
  const offers = useOffers();
  if (offers.length === 0) return null;
  return (
    <section className={classes.offers} aria-label={t("offer.heading")}>
      <h2>{t("offer.heading")}</h2>
      <ul>
        {offers.map((offer) => (
          <OfferRow key={offer.id} offer={offer} />
        ))}
      </ul>
    </section>
  );
}
