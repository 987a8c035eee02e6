import { useEffect, useRef, useState } from "preact/hooks";
import type { Attachment } from "../connection/wire";
import { FileIcon } from "../parts/icons";
import { bytesText } from "../words/bytes";
import { useSpeech } from "../words/words";
import { contentUrl, pictureUrl, save } from "./content";
import { Lightbox } from "./lightbox";

/** A picture is asked for before it comes into view: about a screen ahead. */
const AHEAD = "600px 0px";
/** What a place for an image must not be lower than. */
const PLACE_PX = 200;

interface Props {
  attachments: readonly Attachment[];
  token: string | null;
}

/** What stands under the words of a message: images, and rows for every other file. */
export function Attached({ attachments, token }: Props) {
  return (
    <div class="attached">
      {attachments.map((attachment) =>
        attachment.width !== null ? (
          <Picture key={attachment.id} attachment={attachment} token={token} />
        ) : (
          <FileRow key={attachment.id} attachment={attachment} token={token} />
        ),
      )}
    </div>
  );
}

function Picture({ attachment, token }: { attachment: Attachment; token: string | null }) {
  const { say } = useSpeech();
  const place = useRef<HTMLButtonElement>(null);
  const [near, setNear] = useState(false);
  const [url, setUrl] = useState<string | null>(null);
  const [whole, setWhole] = useState<string | null>(null);
  const [lost, setLost] = useState(false);
  const [open, setOpen] = useState(false);
  const { id, name } = attachment;

  useEffect(() => {
    if (!place.current) return;
    const seen = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) setNear(true);
      },
      // Of the list itself: in a frame on somebody else's page the window's own margin counts for nothing.
      { root: place.current.closest(".scroller"), rootMargin: AHEAD },
    );
    seen.observe(place.current);
    return () => seen.disconnect();
  }, []);
  useEffect(() => {
    if (!near || token === null) return;
    let gone = false;
    pictureUrl(id, token).then(
      (found) => gone || setUrl(found),
      () => gone || setLost(true),
    );
    return () => {
      gone = true;
    };
  }, [near, id, token]);
  useEffect(() => {
    if (!open || token === null) return;
    let gone = false;
    // Where the whole does not come, the picture stays.
    contentUrl(id, token).then(
      (found) => gone || setWhole(found),
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [open, id, token]);

  if (lost) return <FileRow attachment={attachment} token={token} />;
  const ratio = `${attachment.width} / ${attachment.height}`;
  return (
    <>
      <button
        ref={place}
        type="button"
        class="picture"
        style={{ aspectRatio: ratio, height: `min(${PLACE_PX}px, ${attachment.height}px)` }}
        aria-label={say("open_picture", { name })}
        onClick={() => setOpen(true)}
        disabled={url === null}
      >
        {url !== null && <img src={url} alt={name} onError={() => setLost(true)} />}
      </button>
      {open && url !== null && token !== null && (
        <Lightbox
          attachment={attachment}
          url={whole ?? url}
          onSave={() => save(id, name, token)}
          onClose={() => {
            setOpen(false);
            place.current?.focus();
          }}
        />
      )}
    </>
  );
}

function FileRow({ attachment, token }: { attachment: Attachment; token: string | null }) {
  const { say, locale } = useSpeech();
  const [lost, setLost] = useState(false);
  const { id, name, size_bytes } = attachment;
  return (
    <button
      type="button"
      class="file-row"
      aria-label={say("download", { name })}
      disabled={token === null}
      onClick={() => {
        setLost(false);
        if (token !== null) save(id, name, token).catch(() => setLost(true));
      }}
    >
      <FileIcon />
      <span class="file-words">
        <bdi class="one-line">{name}</bdi>
        <span class={lost ? "file-size failed" : "file-size"} role={lost ? "alert" : undefined}>
          {lost ? say("download_failed") : bytesText(size_bytes, locale)}
        </span>
      </span>
    </button>
  );
}
