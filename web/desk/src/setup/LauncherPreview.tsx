import { MessageCircle } from "lucide-react";
import { useT } from "~/messages";
import { readableOn } from "./contrast";
import classes from "./LauncherPreview.module.css";

/** How the chat launcher will look on a customer's page in this colour. */
export function LauncherPreview({ colour, brand }: { colour: string; brand: string }) {
  const t = useT();
  const ink = readableOn(colour);
  return (
    <figure className={classes.preview}>
      <div className={classes.browser} aria-hidden>
        <div className={classes.bar}>
          <i />
          <i />
          <i />
        </div>
        <div className={classes.lines}>
          <span />
          <span />
          <span />
        </div>
        <div className={classes.card}>
          <header style={{ background: colour, color: ink }}>{brand || "…"}</header>
          <p>{t("setup.preview_greeting")}</p>
        </div>
        <span className={classes.launcher} style={{ background: colour, color: ink }}>
          <MessageCircle size={24} />
        </span>
      </div>
      <figcaption>{t("setup.preview")}</figcaption>
    </figure>
  );
}
