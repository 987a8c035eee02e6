import { useEffect, useState } from "preact/hooks";
import type { Bridge } from "./bridge";
import type { Client } from "./connection/client";
import { newClientId } from "./connection/client_id";
import { unreadCount } from "./connection/marks";
import { linkState, useSession } from "./connection/use_session";
import { Conversation } from "./conversation/conversation";
import { Skeleton } from "./conversation/skeleton";
import { Home } from "./home/home";
import { useInbox } from "./inbox";
import { DeadEnd } from "./parts/dead_end";
import { CloseIcon } from "./parts/icons";
import { Return } from "./returning/return";
import { type Shown, useShown } from "./shown";
import type { Store } from "./storage/store";
import { applyPalette } from "./theme";
import { useSpeech } from "./words/words";

interface Props {
  inboxKey: string;
  client: Client;
  store: Store;
  bridge: Bridge;
  shown: Shown;
}

type View = "home" | "conversation";

export function App({ inboxKey, client, store, bridge, shown }: Props) {
  const { say } = useSpeech();
  const session = useSession(client);
  const { visible, focus } = useShown(shown);
  const { state: inboxState, reload, refresh } = useInbox(inboxKey, visible);
  const [chosen, setChosen] = useState<View | null>(null);
  const [opened, setOpened] = useState(0);
  const { conversation, outbox } = session;
  const unfinished = outbox.length > 0 || (conversation !== null && conversation.state !== "resolved");
  const unread = unreadCount(session);
  // An unfinished conversation is what the visitor comes back for.
  useEffect(() => {
    if (chosen === null && unfinished) setChosen("conversation");
  }, [chosen, unfinished]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when opened; later news must not carry the visitor off
  useEffect(() => {
    if (visible && unread > 0) setChosen("conversation");
  }, [visible]);
  const { invitation } = session;
  useEffect(() => {
    if (invitation) setChosen("conversation");
  }, [invitation]);
  const engaged = conversation !== null || outbox.length > 0;
  useEffect(() => bridge.tell({ type: "unread", count: unread }), [bridge, unread]);
  useEffect(() => bridge.tell({ type: "engaged", engaged }), [bridge, engaged]);
  useEffect(() => {
    if (inboxState.kind !== "ready") return;
    const { brand } = inboxState.inbox;
    applyPalette(brand.colour);
    if (!bridge.embedded) document.title = brand.name;
  }, [inboxState, bridge]);

  // The form has changed since it was shown.
  const outdated = outbox.some((pending) => pending.refusal?.code === "answers_invalid");
  useEffect(() => {
    if (outdated) void refresh();
  }, [outdated, refresh]);

  const onClose = bridge.embedded ? () => bridge.tell({ type: "close" }) : null;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !event.isComposing) bridge.tell({ type: "close" });
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [bridge]);

  // Somebody known has a past that is on its way; showing Home meanwhile would flash by.
  const asking = session.token !== null && !session.greeted && linkState(session) === "connecting";
  if (inboxState.kind !== "ready" || (chosen === null && (asking || unfinished))) {
    return (
      <main class="conversation">
        {onClose && (
          <header class="bar bar-empty">
            <button type="button" class="icon-button" aria-label={say("close")} onClick={onClose}>
              <CloseIcon />
            </button>
          </header>
        )}
        {inboxState.kind === "unknown" && <DeadEnd title={say("unknown")} hint={say("unknown_hint")} />}
        {inboxState.kind === "unreachable" && (
          <DeadEnd title={say("unreachable")} hint={say("unreachable_hint")} onRetry={reload} />
        )}
        {(inboxState.kind === "loading" || inboxState.kind === "ready") && <Skeleton />}
      </main>
    );
  }

  const { returning } = session;
  if (returning) {
    const onContinue = () => {
      setChosen("conversation");
      client.input({ kind: "return_asked", nonce: newClientId() });
    };
    const onStart = () => client.input({ kind: "return_closed" });
    const props = { returning, session, inbox: inboxState.inbox, onContinue, onStart };
    return <Return {...props} />;
  }

  const common = { session, inbox: inboxState.inbox, onClose };
  if (chosen !== "conversation") {
    const open = () => {
      setChosen("conversation");
      setOpened(opened + 1);
    };
    return <Home {...common} focus={focus} onOpen={open} />;
  }
  return (
    <Conversation
      {...common}
      inboxKey={inboxKey}
      client={client}
      store={store}
      visible={visible}
      focus={focus + opened}
      onBack={() => setChosen("home")}
    />
  );
}
