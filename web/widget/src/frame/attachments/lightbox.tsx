import { useEffect, useRef } from "preact/hooks";
import type { Attachment } from "../connection/wire";
import { CloseIcon, SaveIcon } from "../parts/icons";
import { useSpeech } from "../words/words";

interface Props {
  attachment: Attachment;
  url: string;
  onSave: () => void;
  onClose: () => void;
}

/** An image as large as the chat allows. */
export function Lightbox({ attachment, url, onSave, onClose }: Props) {
  const { say } = useSpeech();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      class="lightbox"
      aria-label={attachment.name}
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && dialog.current?.close()}
      onKeyDown={(event) => {
        // Only this closes, not the whole chat.
        if (event.key === "Escape") event.stopPropagation();
      }}
    >
      <div class="lightbox-bar">
        <bdi class="one-line">{attachment.name}</bdi>
        <button
          type="button"
          class="icon-button"
          aria-label={say("download", { name: attachment.name })}
          onClick={onSave}
        >
          <SaveIcon />
        </button>
        <button
          type="button"
          class="icon-button"
          aria-label={say("close_picture")}
          onClick={() => dialog.current?.close()}
        >
          <CloseIcon />
        </button>
      </div>
      <img src={url} alt={attachment.name} />
    </dialog>
  );
}
