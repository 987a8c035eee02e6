import { Button, Kbd, Textarea } from "@mantine/core";
import type { Conversation } from "@rapport/api-client";
import { isBusy, uploaded } from "@rapport/attachments";
import { MessageSquare, StickyNote } from "lucide-react";
import { type ClipboardEvent, type KeyboardEvent, useRef } from "react";
import { useMay } from "~/api/session";
import { AttachButton } from "~/attachments/AttachButton";
import { TrayList } from "~/attachments/TrayList";
import { useDrop } from "~/attachments/useDrop";
import { useTray } from "~/attachments/useTray";
import { type MessageId, useT } from "~/messages";
import { useCommandsHere } from "~/shortcuts/commands";
import { useShortcuts } from "~/shortcuts/useShortcuts";
import { CannedReplies } from "./CannedReplies";
import classes from "./Composer.module.css";
import { DraftStatus } from "./DraftStatus";
import { heldIn, outbox, type Sending } from "./outboxStore";
import { useCannedReplies } from "./useCannedReplies";
import { useDraft } from "./useDraft";
import { useSend } from "./useSend";
import { useTakenBack } from "./useTakenBack";

export const TEXT_LENGTH_MAX = 10_000;
/** The other side hears of typing at most this often. */
const TYPING_EVERY_MS = 3_000;

interface Props {
  conversation: Conversation;
  onTyping: () => void;
}

export function Composer({ conversation, onTyping }: Props) {
  const t = useT();
  const mayWrite = useMay("conversations:write");
  const field = useRef<HTMLTextAreaElement>(null);
  const typedAt_ms = useRef(0);
  const { draft, state, change } = useDraft(conversation.id);
  const send = useSend(conversation);
  const { mode } = draft;
  const text = draft[mode];
  const setText = (next: string) => change(mode === "reply" ? { reply: next } : { note: next });
  const files = useTray();
  const attaching = mode === "reply" && mayWrite;
  const drop = useDrop(attaching, files.add);
  useTakenBack(conversation.id, (item) => {
    // What was begun since stays behind it.
    change({ mode: "reply", reply: [item.text, draft.reply].filter(Boolean).join("\n\n") });
    files.putBack(item.attachments ?? []);
    field.current?.focus();
  });
  const canned = useCannedReplies({ field, text, enabled: mode === "reply", setText });
  const tooLong = text.length > TEXT_LENGTH_MAX;
  // A note has no files: they wait for the next reply.
  const says = text.trim().length > 0 || (attaching && uploaded(files.tray).length > 0);
  const ready = says && !tooLong && mayWrite && !(attaching && isBusy(files.tray));

  const switchTo = (next: "reply" | "note") => {
    change({ mode: next });
    field.current?.focus();
  };
  const takeBack = (): boolean => {
    const held = heldIn(conversation.id);
    if (held) outbox.takeBack(held.key);
    return held !== undefined;
  };
  useCommandsHere([
    { key: "r", label: "keys.reply", icon: MessageSquare, run: () => switchTo("reply") },
    { key: "n", label: "keys.note", icon: StickyNote, run: () => switchTo("note") },
  ]);
  useShortcuts({ z: takeBack });

  const submit = (thenResolve: boolean) => {
    if (!ready) return;
    const words = text.trim();
    const sending: Sending =
      mode === "note"
        ? { kind: "note", text: words }
        : { kind: "message", text: words, attachments: uploaded(files.tray) };
    // What was not taken stays where it is, words and files.
    if (!send(sending, thenResolve)) return;
    if (mode === "reply") files.sent();
    setText("");
    field.current?.focus();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || canned.onKeyDown(event)) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      submit(event.shiftKey);
    } else if (event.key === "z" && (event.ctrlKey || event.metaKey) && text === "" && takeBack()) {
      event.preventDefault();
    } else if (event.key === "Escape") {
      field.current?.blur();
    }
  };

  const onPaste = (event: ClipboardEvent) => {
    if (!attaching || event.clipboardData.files.length === 0) return;
    event.preventDefault();
    files.add(event.clipboardData.files);
  };

  const onChange = (next: string) => {
    setText(next);
    canned.onChange();
    const now_ms = Date.now();
    if (mode === "reply" && next && now_ms - typedAt_ms.current > TYPING_EVERY_MS) {
      typedAt_ms.current = now_ms;
      onTyping();
    }
  };

  const channel = t(`channel.${conversation.channel}` as MessageId);
  return (
    <div
      className={classes.composer}
      data-mode={mode}
      data-drop={drop.over ? t("attachment.drop") : undefined}
      {...drop.on}
    >
      <CannedReplies canned={canned} />
      <fieldset className={classes.tabs} aria-label={t("composer.mode")}>
        {(["reply", "note"] as const).map((tab) => (
          <button
            key={tab}
            type="button"
            aria-pressed={mode === tab}
            className={classes.tab}
            onClick={() => switchTo(tab)}
          >
            {t(`composer.${tab}`)}
          </button>
        ))}
        <span className={classes.outcome}>
          {mode === "note"
            ? t("composer.note_outcome")
            : conversation.contact_online
              ? t("composer.reply_outcome", { channel })
              : t("composer.reply_outcome_offline", { channel })}
        </span>
      </fieldset>
      <Textarea
        ref={field}
        classNames={{ input: classes.input }}
        variant="unstyled"
        autosize
        minRows={2}
        maxRows={12}
        disabled={!mayWrite}
        aria-label={t(`composer.${mode}`)}
        placeholder={mode === "note" ? t("composer.note_placeholder") : t("composer.reply_placeholder")}
        error={tooLong ? t("composer.too_long", { max: TEXT_LENGTH_MAX, length: text.length }) : undefined}
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        onSelect={canned.onChange}
      />
      {mode === "reply" && <TrayList files={files} />}
      <div className={classes.foot}>
        <DraftStatus state={state} />
        {mode === "reply" && <AttachButton files={files} disabled={!mayWrite} />}
        <span className={classes.keys} aria-hidden>
          <Kbd size="xs">Ctrl</Kbd>
          <Kbd size="xs">↵</Kbd>
        </span>
        <Button disabled={!ready} onClick={() => submit(false)}>
          {mode === "note" ? t("composer.add_note") : t("composer.send")}
        </Button>
      </div>
    </div>
  );
}
