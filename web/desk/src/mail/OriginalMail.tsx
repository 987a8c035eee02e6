import { Button } from "@mantine/core";
import { useRef, useState } from "react";
import { useT } from "~/messages";
import classes from "./MailView.module.css";
import { showImagesOf, shownImagesOf } from "./senders";

/** Longer mails scroll in their frame. */
const HEIGHT_PX_MAX = 1_200;
const HEIGHT_PX_MIN = 60;

/** A mail as its sender laid it out: in a frame in which nothing runs. */
export function OriginalMail({ mailId, sender }: { mailId: string; sender: string }) {
  const t = useT();
  const frame = useRef<HTMLIFrameElement>(null);
  const [images, setImages] = useState(() => shownImagesOf(sender));
  const [height, setHeight] = useState(HEIGHT_PX_MIN);
  const [offers, setOffers] = useState(false);
  const [failed, setFailed] = useState(false);

  const onLoad = () => {
    const page = frame.current?.contentDocument;
    if (!page?.body) return;
    // What the server answers instead of a page is no page.
    setFailed(page.contentType !== "text/html");
    setOffers(page.documentElement.hasAttribute("data-remote-images"));
    setHeight(Math.min(Math.max(page.documentElement.scrollHeight, HEIGHT_PX_MIN), HEIGHT_PX_MAX));
  };
  const showImages = () => {
    showImagesOf(sender);
    setImages(true);
  };

  return (
    <div className={classes.page}>
      {failed && <p role="alert">{t("email.original_failed")}</p>}
      {offers && !images && (
        <p className={classes.images}>
          <Button size="compact-xs" variant="default" onClick={showImages}>
            {t("email.images_show")}
          </Button>
          {t("email.images_why")}
        </p>
      )}
      <iframe
        ref={frame}
        title={t("email.original_title")}
        src={`/api/v1/mails/${mailId}/page${images ? "?remote_images=true" : ""}`}
        // No scripts. The same origin only lets this page measure it.
        sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
        referrerPolicy="no-referrer"
        height={height}
        hidden={failed}
        onLoad={onLoad}
      />
    </div>
  );
}
