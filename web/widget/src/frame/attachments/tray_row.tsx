import { type AttachmentLimits, RETRIABLE, type TrayItem } from "@rapport/attachments";
import { CloseIcon } from "../parts/icons";
import { bytesText } from "../words/bytes";
import { useSpeech } from "../words/words";

interface Props {
  item: TrayItem;
  limits: AttachmentLimits;
  onRemove: () => void;
  onRetry: () => void;
}

/** A file of the next message: how far it is, or why it did not go up. */
export function TrayRow({ item, limits, onRemove, onRetry }: Props) {
  const { say, locale } = useSpeech();
  const { name, state } = item;
  return (
    <li class={state.kind === "failed" ? "tray-row failed" : "tray-row"}>
      <div class="file-words">
        <bdi class="one-line">{name}</bdi>
        {state.kind === "uploading" && (
          <progress aria-label={say("uploading", { name })} value={state.share} max={1} />
        )}
        {state.kind === "done" && (
          <span class="file-size">{bytesText(state.attachment.size_bytes, locale)}</span>
        )}
        {state.kind === "failed" && (
          <span class="file-size" role="alert">
            {say(`file_${state.failure}`, { size: bytesText(limits.bytes_max, locale) })}
          </span>
        )}
      </div>
      {state.kind === "failed" && RETRIABLE.includes(state.failure) && (
        <button type="button" class="tray-retry" onClick={onRetry}>
          {say("retry")}
        </button>
      )}
      <button
        type="button"
        class="icon-button"
        aria-label={say(state.kind === "uploading" ? "cancel_upload" : "remove_file", { name })}
        onClick={onRemove}
      >
        <CloseIcon />
      </button>
    </li>
  );
}
