import { useEffect, useRef } from "preact/hooks";
import { useDrop } from "../attachments/use_drop";
import { useTray } from "../attachments/use_tray";
import type { Client } from "../connection/client";
import { newClientId } from "../connection/client_id";
import type { Session } from "../connection/session";
import { isFromAgent } from "../connection/timeline";
import { linkState } from "../connection/use_session";
import type { Inbox } from "../inbox";
import { DownIcon } from "../parts/icons";
import type { Answers } from "../pre_chat/field";
import { useForm } from "../pre_chat/use_form";
import type { Store } from "../storage/store";
import { useSpeech } from "../words/words";
import { Composer } from "./composer";
import { Header } from "./header";
import { LinkBar } from "./link_bar";
import { Log } from "./log";
import { useReading } from "./reading";
import { useScroll } from "./scroll";
import { Skeleton } from "./skeleton";

interface Props {
  inboxKey: string;
  client: Client;
  session: Session;
  inbox: Inbox;
  store: Store;
  visible: boolean;
  focus: number;
  onBack: () => void;
  onClose: (() => void) | null;
}

export function Conversation({
  inboxKey,
  client,
  session,
  inbox,
  store,
  visible,
  focus,
  onBack,
  onClose,
}: Props) {
  const { say } = useSpeech();
  const scroll = useScroll();
  useReading(client, visible && scroll.atEnd);
  useEffect(() => client.input({ kind: "connect" }), [client]);

  // Counted from where the reader left the end.
  const received = session.entries.filter(isFromAgent).length;
  const seen = useRef(received);
  if (scroll.atEnd) seen.current = received;
  const below = received - seen.current;

  const known = session.greeted || session.token === null || session.outbox.length > 0;
  const files = useTray(inboxKey, session.token, inbox.attachments);
  const form = useForm(inbox, session, store);
  const asks = form.fields.length > 0;
  const answers = useRef<Answers>({});
  const drop = useDrop(files.add);
  return (
    <main
      class={drop.over ? "conversation dropping" : "conversation"}
      data-drop={say("attach_drop")}
      {...drop.on}
    >
      <Header session={session} inbox={inbox} onBack={onBack} onClose={onClose} />
      <LinkBar link={linkState(session)} />
      {known ? (
        <Log
          session={session}
          inbox={inbox}
          scroll={scroll}
          form={form}
          focus={focus}
          store={store}
          onAddress={(address) => client.input({ kind: "address", address })}
          onRate={(rating) => client.input({ kind: "rate", rating })}
          onRetry={(client_id) => {
            const given = asks ? form.take() : undefined;
            if (given !== null) client.input({ kind: "retry", client_id, answers: given });
          }}
          onDiscard={(client_id) => client.input({ kind: "discard", client_id })}
        />
      ) : (
        <Skeleton />
      )}
      <div class="pill-place">
        {below > 0 && (
          <button type="button" class="pill" onClick={scroll.toEnd}>
            {say("new_messages", { count: below })}
            <DownIcon />
          </button>
        )}
      </div>
      <Composer
        store={store}
        focus={asks ? 0 : focus}
        files={files}
        limits={inbox.attachments}
        preview={inbox.typing_preview === true}
        onTyping={(text) => client.input({ kind: "typing", text })}
        ready={() => {
          const given = form.take();
          answers.current = given ?? {};
          return given !== null;
        }}
        onSend={(text, attachments) => {
          scroll.toEnd();
          const client_id = newClientId();
          client.input({ kind: "write", client_id, text, attachments, answers: answers.current });
        }}
      />
    </main>
  );
}
