import { ActionIcon, Button, Kbd, Textarea } from "@mantine/core";
import type { Conversation } from "@rapport/api-client";
import { isBusy, uploaded } from "@rapport/attachments";
import { CaseSensitive, MessageSquare, StickyNote } from "lucide-react";
import { type ClipboardEvent, type KeyboardEvent, lazy, Suspense, useMemo, useRef, useState } from "react";
import { useDirectory } from "~/api/directory";
import { AttachButton } from "~/attachments/AttachButton";
import { TrayList } from "~/attachments/TrayList";
import { useDrop } from "~/attachments/useDrop";
import { useTray } from "~/attachments/useTray";
import { EmojiButton } from "~/emoji/EmojiButton";
import { routes } from "~/mail/route";
import { type MessageId, useT } from "~/messages";
import { picked, useReach } from "~/reach/reach";
import { useCommandsHere } from "~/shortcuts/commands";
import { useShortcuts } from "~/shortcuts/useShortcuts";
import classes from "./Composer.module.css";
import { gapIn } from "./cannedReplies";
import { DraftStatus } from "./DraftStatus";
import { drafts, useDraft } from "./draftStore";
import { FormatBar } from "./FormatBar";
import { MarkedPreview } from "./MarkedPreview";
import { markedOf } from "./markup";
import { mentionedIn } from "./mentions";
import { heldIn, outbox, type Sending } from "./outboxStore";
import { Suggestions } from "./Suggestions";
import { useComposerSuggestions } from "./useComposerSuggestions";
import { useFormat } from "./useFormat";
import { useSend } from "./useSend";
import { useTakenBack } from "./useTakenBack";

const ReplacedDraft = lazy(() => import("./ReplacedDraft"));
const ReachBar = lazy(() => import("~/reach/ReachBar"));
const ReachLine = lazy(() => import("~/reach/ReachLine"));

export const TEXT_LENGTH_MAX = 10_000;
/** The other side hears of typing at most this often. */
const TYPING_EVERY_MS = 3_000;

interface Props {
  conversation: Conversation;
  onTyping: () => void;
}

export function Composer({ conversation, onTyping }: Props) {
  const t = useT();
  const field = useRef<HTMLTextAreaElement>(null);
  const typedAt_ms = useRef(0);
  // Asked for on narrow screens only; wide ones show the formats always.
  const [formatting, setFormatting] = useState(false);
  const { draft, progress, replaced, change } = useDraft(conversation.id);
  const send = useSend(conversation);
  const { mode } = draft;
  const reaching = useReach(conversation, draft.reply !== "");
  const channel = reaching.chosen?.channel ?? conversation.channel;
  const text = draft[mode];
  const setText = (next: string) => change(mode === "reply" ? { reply: next } : { note: next });
  const files = useTray();
  const drop = useDrop(files.add);
  useTakenBack(conversation.id, (item) => {
    // What was begun since stays behind it.
    routes.set(conversation.id, item.mail);
    picked.set(conversation.id, item.inbox_id);
    change({ mode: "reply", reply: [item.source ?? item.text, draft.reply].filter(Boolean).join("\n\n") });
    files.putBack(item.attachments ?? []);
    field.current?.focus();
  });
  const suggestions = useComposerSuggestions({ conversation, mode, field, text, setText });
  const agents = useDirectory("agents");
  const format = useFormat(field);
  const marked = useMemo(() => markedOf(text), [text]);
  const wrong = useWrong(mode, text);
  const says = text.trim().length > 0 || uploaded(files.tray).length > 0;
  const ready = says && !wrong && !isBusy(files.tray);

  const switchTo = (next: "reply" | "note") => {
    change({ mode: next });
    field.current?.focus();
  };
  const forgetReplaced = () => drafts.forgetReplaced(conversation.id);
  const bringBack = () => {
    const both = (mode: "reply" | "note") => [draft[mode], replaced?.[mode]].filter(Boolean).join("\n\n");
    change({ reply: both("reply"), note: both("note") });
    forgetReplaced();
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
    const attachments = uploaded(files.tray);
    const sending: Sending =
      mode === "note"
        ? { kind: "note", source: words, attachments, mentioned: mentionedIn(words, [...agents.values()]) }
        : {
            kind: "message",
            source: words,
            attachments,
            inbox_id: reaching.chosen?.inbox_id,
            mail: channel === "email" ? routes.get(conversation.id) : undefined,
          };
    // What was not taken stays where it is, words and files.
    if (!send(sending, thenResolve)) return;
    files.sent();
    if (mode === "reply") {
      routes.set(conversation.id, undefined);
      picked.set(conversation.id, undefined);
    }
    setText("");
    field.current?.focus();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || suggestions.onKeyDown(event) || format.onKeyDown(event)) return;
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
    if (event.clipboardData.files.length === 0) return;
    event.preventDefault();
    files.add(event.clipboardData.files);
  };

  const onChange = (next: string) => {
    setText(next);
    suggestions.onChange();
    const now_ms = Date.now();
    if (mode === "reply" && next && now_ms - typedAt_ms.current > TYPING_EVERY_MS) {
      typedAt_ms.current = now_ms;
      onTyping();
    }
  };

  const outcome = t("composer.reply_outcome", { channel: t(`channel.${channel}` as MessageId) });
  return (
    <div
      className={classes.composer}
      data-mode={mode}
      data-formatting={formatting || undefined}
      data-drop={drop.over ? t("attachment.drop") : undefined}
      {...drop.on}
    >
      {mode === "note" ? (
        <Suggestions state={suggestions} heading={t("mentions.heading")} />
      ) : (
        <Suggestions
          state={suggestions}
          heading={t("canned.heading")}
          none={t("canned.none", { query: suggestions.query })}
        />
      )}
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
          {mode === "note" ? (
            t("composer.note_outcome")
          ) : (
            <Suspense fallback={outcome}>
              <ReachBar conversation={conversation} reaching={reaching} />
            </Suspense>
          )}
        </span>
        <div className={classes.formats}>
          <FormatBar format={format} />
        </div>
      </fieldset>
      {mode === "reply" && (
        <Suspense>
          <ReachLine conversation={conversation} reaching={reaching} />
        </Suspense>
      )}
      <Textarea
        ref={field}
        classNames={{ input: classes.input }}
        variant="unstyled"
        autosize
        minRows={2}
        maxRows={12}
        aria-label={t(`composer.${mode}`)}
        placeholder={mode === "note" ? t("composer.note_placeholder") : t("composer.reply_placeholder")}
        error={wrong}
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        onSelect={suggestions.onChange}
      />
      <MarkedPreview {...marked} />
      <TrayList files={files} />
      {replaced && (
        <Suspense>
          <ReplacedDraft replaced={replaced} onBring={bringBack} onDismiss={forgetReplaced} />
        </Suspense>
      )}
      <div className={classes.foot}>
        <DraftStatus progress={progress} />
        <ActionIcon
          className={classes.formatting}
          aria-label={t("format.bar")}
          aria-pressed={formatting}
          // The field keeps its selection, and a phone its keyboard.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => setFormatting(!formatting)}
        >
          <CaseSensitive size={18} aria-hidden />
        </ActionIcon>
        <EmojiButton field={field} />
        <AttachButton files={files} />
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

/** Why the text cannot go out as it is. */
function useWrong(mode: "reply" | "note", text: string): string | undefined {
  const t = useT();
  if (text.length > TEXT_LENGTH_MAX) {
    return t("composer.too_long", { max: TEXT_LENGTH_MAX, length: text.length });
  }
  const gap = mode === "reply" ? gapIn(text) : null;
  return gap ? t("composer.gap", { variable: gap }) : undefined;
}
