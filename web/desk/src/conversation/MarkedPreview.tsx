import { useT } from "~/messages";
import classes from "./MarkedPreview.module.css";
import type { Marked } from "./markup";
import { RichText } from "./RichText";

/** How what is typed will look; only where that is not how it stands in the field. */
export function MarkedPreview({ text, spans }: Marked) {
  const t = useT();
  if (spans.length === 0) return null;
  return (
    <section className={classes.preview} aria-label={t("format.preview")}>
      <p className={classes.heading}>{t("format.preview")}</p>
      <p className={classes.text} dir="auto">
        <RichText text={text} spans={spans} />
      </p>
    </section>
  );
}
