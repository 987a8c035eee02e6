import "./style/tokens.css";
import "./style/base.css";
import "./style/home.css";
import "./style/conversation.css";
import "./style/messages.css";
import "./style/composer.css";
import "./style/attachments.css";
import "./style/rate.css";
import "./style/pre_chat.css";
import "./style/reach.css";
import "@rapport/emoji/picker.css";
import "./style/emoji.css";
import { render } from "preact";
import { App } from "./app";
import { connectBridge } from "./bridge";
import { startClient } from "./connection/client";
import { claimedBy } from "./connection/identity";
import { askToSpeak } from "./proactive";
import { followReturnLink } from "./returning/link";
import { Shown } from "./shown";
import { openStore } from "./storage/store";
import { frameReader, SpeechContext, speech } from "./words/words";

const inboxKey = new URLSearchParams(location.search).get("inbox") ?? "";
const reader = frameReader(navigator.languages);
const store = openStore(inboxKey, () => localStorage);
const socketUrl = `${location.origin.replace(/^http/, "ws")}/webchat/v1/socket?inbox=${encodeURIComponent(inboxKey)}`;
// A page that embeds us says itself where the visitor is.
const page = window.parent === window ? { url: document.referrer, title: "" } : null;
// The language of the person, which need not be one that the frame speaks: routing goes by it.
const client = startClient(socketUrl, store, navigator.language, page, (detail) =>
  bridge.tell({ type: "warn", detail }),
);

const alone = window.parent === window;
const shown = new Shown({ visible: alone, focus: 0 });
// On a touch screen the focus would bring up the keyboard over what the visitor came to read.
const touch = matchMedia("(pointer: coarse)").matches;
const bridge = connectBridge({
  onDirection(direction) {
    document.documentElement.dir = direction;
  },
  onPage: (next) => client.input({ kind: "page", page: next }),
  onHeldOut: (rule_ids) => client.input({ kind: "held_out", rule_ids }),
  onInvitation: ({ rule_id, text }) => client.input({ kind: "invited", invitation: { rule_id, text } }),
  async onProactive(rule_id, told) {
    if (told === "held_out") client.input({ kind: "held_out", rule_ids: [rule_id] });
    const invitation = await askToSpeak(inboxKey, rule_id, told);
    if (invitation) bridge.tell({ type: "speak", rule_id, ...invitation });
  },
  onForget: () => client.input({ kind: "forget" }),
  onIdentity: (token) => client.input({ kind: "identity", token, who: token && claimedBy(token) }),
  onContext: (context) => client.input({ kind: "context", context }),
  onVisible(visible, focus) {
    shown.change(visible, focus && !touch);
    if (visible) client.input({ kind: "wake" });
  },
});

document.documentElement.lang = reader.locale;
window.addEventListener("online", () => client.input({ kind: "network", online: true }));
window.addEventListener("offline", () => client.input({ kind: "network", online: false }));
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") client.input({ kind: "wake" });
});
if (!navigator.onLine) client.input({ kind: "network", online: false });

if (alone) followReturnLink(client);

// Somebody new has nothing to hear yet: their line opens when they choose to chat.
const { token, outbox } = client.session();
if (token !== null || outbox.length > 0) client.input({ kind: "connect" });

const root = document.getElementById("frame");
if (root) {
  render(
    <SpeechContext.Provider value={speech(reader)}>
      <App inboxKey={inboxKey} client={client} store={store} bridge={bridge} shown={shown} />
    </SpeechContext.Provider>,
    root,
  );
}
