import type { Attachment } from "@rapport/api-client";
import { FileText } from "lucide-react";
import { useState } from "react";
import { useT } from "~/messages";
import classes from "./Attached.module.css";
import { Lightbox } from "./Lightbox";
import { useBytesText } from "./useBytesText";

/** A larger image waits until it is asked for, since it comes as it is. */
const SHOWN_BYTES_MAX = 5 * 1024 * 1024;

export const contentPath = (id: string) => `/api/v1/attachments/${id}/content`;

/** What stands under the words of a message: images, and rows for every other file. */
export function Attached({ attachments }: { attachments: readonly Attachment[] }) {
  return (
    <div className={classes.attached}>
      {attachments.map((attachment) =>
        attachment.width !== null && attachment.size_bytes <= SHOWN_BYTES_MAX ? (
          <Picture key={attachment.id} attachment={attachment} />
        ) : (
          <FileRow key={attachment.id} attachment={attachment} />
        ),
      )}
    </div>
  );
}

function Picture({ attachment }: { attachment: Attachment }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const [lost, setLost] = useState(false);
  const { id, name, width, height } = attachment;
  if (lost) return <FileRow attachment={attachment} />;
  return (
    <>
      <button
        type="button"
        className={classes.picture}
        aria-label={t("attachment.open", { name })}
        onClick={() => setOpen(true)}
      >
        <img
          src={contentPath(id)}
          alt={name}
          width={width ?? undefined}
          height={height ?? undefined}
          loading="lazy"
          onError={() => setLost(true)}
        />
      </button>
      {open && <Lightbox attachment={attachment} onClose={() => setOpen(false)} />}
    </>
  );
}

function FileRow({ attachment }: { attachment: Attachment }) {
  const t = useT();
  const bytesText = useBytesText();
  const { id, name, size_bytes } = attachment;
  return (
    <a
      className={classes.file}
      href={contentPath(id)}
      download={name}
      aria-label={t("attachment.download", { name })}
    >
      <FileText size={18} aria-hidden />
      <span className={classes.words}>
        <bdi className={classes.name}>{name}</bdi>
        <span className={classes.size}>{bytesText(size_bytes)}</span>
      </span>
    </a>
  );
}
