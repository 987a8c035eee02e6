import type { Attachment } from "@rapport/api-client";
import { FileText } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useT } from "~/messages";
import classes from "./Attached.module.css";
import { useBytesText } from "./useBytesText";

const Lightbox = lazy(() => import("./Lightbox"));

export const contentPath = (id: string) => `/api/v1/attachments/${id}/content`;
const thumbnailPath = (id: string) => `/api/v1/attachments/${id}/thumbnail`;

/** What stands under the words of a message: images, and rows for every other file. */
export function Attached({ attachments }: { attachments: readonly Attachment[] }) {
  return (
    <div className={classes.attached}>
      {attachments.map((attachment) =>
        attachment.width !== null ? (
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
          src={thumbnailPath(id)}
          alt={name}
          width={width ?? undefined}
          height={height ?? undefined}
          loading="lazy"
          onError={() => setLost(true)}
        />
      </button>
      {open && (
        <Suspense>
          <Lightbox attachment={attachment} onClose={() => setOpen(false)} />
        </Suspense>
      )}
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
