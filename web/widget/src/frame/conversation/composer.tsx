import { type AttachmentLimits, isBusy, uploaded } from "@rapport/attachments";
import { insertEmoji } from "@rapport/emoji";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { CameraButton } from "../attachments/camera";
import { TrayRow } from "../attachments/tray_row";
import type { TrayActions } from "../attachments/use_tray";
import type { Attachment } from "../connection/wire";
import { EmojiPanel } from "../emoji/emoji_panel";
import { AttachIcon, EmojiIcon, SendIcon } from "../parts/icons";
import type { Store } from "../storage/store";
import { useSpeech } from "../words/words";
import { COUNTER_FROM, charactersLeft } from "./text";

const DRAFT = "draft";

interface Props {
  store: Store;
  /** Grows each time the focus is expected here. */
  focus: number;
  files: TrayActions;
  limits: AttachmentLimits;
  /** Whether what goes with the message is in order; where not, the composer keeps its text. */
  ready: () => boolean;
  onSend: (text: string, attachments: Attachment[]) => void;
  /** Agents see what is typed before it is sent. */
  preview: boolean;
  /** `text`: what is in the field, where agents may see it. */
  onTyping: (text: string | null) => void;
}

/** Enter sends, Shift+Enter begins a new line. What is not sent yet survives a reload. */
export function Composer({ store, focus, files, limits, preview, ready, onSend, onTyping }: Props) {
  const { say } = useSpeech();
  const [text, setText] = useState(() => store.get(DRAFT) ?? "");
  const [choosing, setChoosing] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const left = charactersLeft(text);
  const { tray } = files;
  const sendable = (text.trim() !== "" || uploaded(tray).length > 0) && left >= 0 && !isBusy(tray);

  useEffect(() => {
    if (focus > 0) field.current?.focus();
  }, [focus]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useLayoutEffect(() => {
    const area = field.current;
    if (!area) return;
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight}px`;
  }, [text]);

  function change(next: string): void {
    setText(next);
    if (next === "") store.remove(DRAFT);
    else store.set(DRAFT, next);
  }

  function send(): void {
    if (!sendable || !ready()) return;
    onSend(text.trim(), files.take());
    change("");
    field.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent): void {
    // While an input method composes (Chinese, Japanese ...), Enter chooses a word. Some browsers
    // end the composition before this event; 229 still tells.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    send();
  }

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {tray.length > 0 && (
        <ul class="tray" aria-label={say("files")}>
          {tray.map((item) => (
            <TrayRow
              key={item.key}
              item={item}
              limits={limits}
              onRemove={() => files.remove(item.key)}
              onRetry={() => files.retry(item.key)}
            />
          ))}
        </ul>
      )}
      {choosing && (
        <EmojiPanel
          store={store}
          onPick={(character) => field.current && insertEmoji(field.current, character)}
          onClose={() => {
            setChoosing(false);
            field.current?.focus();
          }}
        />
      )}
      <div class="field">
        <input
          ref={chooser}
          type="file"
          multiple
          hidden
          data-testid="attach"
          onChange={(event) => {
            files.add(event.currentTarget.files ?? []);
            // The same file may be chosen again.
            event.currentTarget.value = "";
          }}
        />
        <button
          type="button"
          class="icon-button attach"
          aria-label={say("attach")}
          disabled={tray.length >= limits.per_message_max}
          onClick={() => chooser.current?.click()}
        >
          <AttachIcon />
        </button>
        <CameraButton disabled={tray.length >= limits.per_message_max} onTaken={files.add} />
        <button
          type="button"
          class="icon-button attach"
          aria-label={say("emoji")}
          aria-expanded={choosing}
          onClick={() => setChoosing(!choosing)}
        >
          <EmojiIcon />
        </button>
        <textarea
          ref={field}
          rows={1}
          dir="auto"
          enterkeyhint="send"
          aria-label={say("composer")}
          aria-invalid={left < 0}
          aria-describedby={preview ? "composer-preview composer-counter" : "composer-counter"}
          placeholder={say("placeholder")}
          value={text}
          onInput={(event) => {
            change(event.currentTarget.value);
            const written = event.currentTarget.value;
            if (preview) onTyping(written);
            else if (written.trim() !== "") onTyping(null);
          }}
          onKeyDown={onKeyDown}
          onPaste={(event) => {
            const pasted = event.clipboardData?.files;
            if (!pasted?.length) return;
            event.preventDefault();
            files.add(pasted);
          }}
        />
        <button type="submit" class="send" aria-label={say("send")} disabled={!sendable}>
          <SendIcon />
        </button>
      </div>
      <p id="composer-counter" class={left < 0 ? "counter over" : "counter"} aria-live="polite">
        {left < 0 ? say("too_long", { count: -left }) : left <= COUNTER_FROM && say("left", { count: left })}
      </p>
      {preview && (
        <p id="composer-preview" class="preview-hint">
          {say("preview_hint")}
        </p>
      )}
    </form>
  );
}
