import type { Context, ToFrame, ToPage } from "../bridge/messages";
import type { Proactive, start } from "../proactive/main";
import type { Rule } from "../proactive/rule";
import { type Facts, merged } from "./context";
import { Emitter, type Listener } from "./emitter";
import { Launcher, reader } from "./launcher";
import { engaged, identified, leftOpen, signedOut } from "./memory";
import { currentPage, watchNavigation } from "./page";
import { Panel } from "./panel";
import { forgetTrail, stepOn } from "./trail";

/** What `/widget/proactive.js` exports. */
interface ProactiveModule {
  start: typeof start;
}

/** What a page can do with the chat: `window.rapport`. */
export interface Rapport {
  open(): void;
  close(): void;
  /** Says who the visitor is, by a token that your server has signed with the inbox's secret. */
  identify(token: string): void;
  /** The customer has signed out: nothing of theirs stays in this browser. */
  forget(): void;
  /** Something happened on the page, such as "cart_abandoned"; rules by which the chat speaks first may ask for it. */
  track(name: string): void;
  /** Tells agents what the page knows already, such as an order number. Adds to what was told. */
  setContext(facts: Facts): void;
  on: Emitter["on"];
  off: Emitter["off"];
}

/** Puts the launcher on the page and joins its parts. `colour` is the brand's, or "" if not known. */
export function startWidget(
  origin: string,
  inboxKey: string,
  colour: string,
  rules: readonly Rule[],
  warn: (text: string) => void,
): Rapport {
  const emitter = new Emitter();
  let open = false;
  let unread = 0;
  let context: Context = {};
  let identity: string | null = null;
  let proactive: Proactive | null = null;
  const tracked: string[] = [];
  /** What the frame has to hear once it is there. */
  const unsaid: ToFrame[] = [];

  const launcher = new Launcher(() => setOpen(!open, true));
  const panel = new Panel(launcher.root, origin, inboxKey, receive, () =>
    warn(
      `the chat did not start. If this page's origin is not among the inbox's allowed origins, add ${location.origin} there; if this page has a Content-Security-Policy, it needs frame-src ${origin}`,
    ),
  );
  launcher.paint(colour);

  const here = () => stepOn(inboxKey, currentPage());

  function setOpen(next: boolean, focus: boolean): void {
    if (next === open) return;
    open = next;
    leftOpen.keep(inboxKey, open);
    if (open) {
      proactive?.hide();
      load(focus);
    }
    launcher.show(open, unread);
    panel.show(open, focus);
    if (!open && focus) launcher.button.focus();
    emitter.emit(open ? "open" : "close", undefined);
  }

  function load(focus: boolean): void {
    panel.load(() => {
      const direction = launcher.host.dir === "rtl" ? "rtl" : "ltr";
      const held_out = proactive?.heldOut() ?? [];
      const forget = signedOut.holds(inboxKey);
      const told = { page: here(), context, identity, forget, held_out };
      return { type: "hello", ...told, direction, visible: open, focus: open && focus };
    });
  }

  function receive(message: ToPage): void {
    switch (message.type) {
      case "ready":
        // The frame has heard our hello, and with it whoever has signed out.
        signedOut.keep(inboxKey, false);
        for (const message of unsaid.splice(0)) panel.tell(message);
        emitter.emit("ready", undefined);
        break;
      case "close":
        setOpen(false, true);
        break;
      case "unread":
        if (message.count === unread) break;
        unread = message.count;
        launcher.show(open, unread);
        emitter.emit("unread", { count: unread });
        break;
      case "speak":
        proactive?.show(message.rule_id, message.text, message.brand);
        break;
      case "warn":
        warn(message.detail);
        break;
      case "engaged":
        engaged.keep(inboxKey, message.engaged);
        break;
    }
  }

  launcher.host.addEventListener("keydown", (event) => {
    if (event.key === "Escape") setOpen(false, true);
  });
  watchNavigation(history, window, () => {
    // Some single-page apps replace the whole body on the way.
    if (!launcher.host.isConnected) document.body.append(launcher.host);
    panel.tell({ type: "page", page: here() });
    proactive?.moved();
  });
  /** Says it now or when the frame is there, which it is loaded for. */
  function say(message: ToFrame): void {
    if (panel.tell(message)) return;
    unsaid.push(message);
    load(false);
  }

  async function watch(): Promise<void> {
    const { start } = (await import(/* @vite-ignore */ `${origin}/widget/proactive.js`)) as ProactiveModule;
    proactive = start(rules, {
      inboxKey,
      root: launcher.root,
      language: reader.language,
      facts: () => context,
      busy: () => open || engaged.holds(inboxKey),
      tell: (rule_id, told) => say({ type: "proactive", rule_id, told }),
      answer(rule_id, text) {
        say({ type: "invitation", rule_id, text });
        setOpen(true, true);
      },
    });
    for (const name of tracked.splice(0)) proactive.track(name);
  }

  document.body.append(launcher.host);
  here();
  // Where the module does not come, the chat still waits to be spoken to.
  if (rules.length > 0) watch().catch(() => undefined);
  // On a page that the visitor only moved on to, the focus stays where the page puts it.
  if (leftOpen.holds(inboxKey)) setOpen(true, false);
  else if (engaged.holds(inboxKey) || signedOut.holds(inboxKey)) load(false);

  return {
    open: () => setOpen(true, true),
    close: () => setOpen(false, true),
    identify(token) {
      if (typeof token !== "string" || token.split(".").length !== 3) {
        return warn("identify: the token must be a JSON Web Token, made by your server");
      }
      identity = token;
      identified.keep(inboxKey, true);
      panel.tell({ type: "identity", identity });
    },
    forget() {
      identity = null;
      forgetTrail(inboxKey);
      setOpen(false, false);
      const lies = engaged.holds(inboxKey) || identified.holds(inboxKey);
      engaged.keep(inboxKey, false);
      identified.keep(inboxKey, false);
      if (panel.tell({ type: "forget" }) || !lies) return;
      // What is kept lies on the frame's side; should this page go first, the next one says it.
      signedOut.keep(inboxKey, true);
      load(false);
    },
    track(name) {
      if (proactive) proactive.track(String(name));
      else if (rules.length > 0) tracked.push(String(name));
    },
    setContext(facts) {
      const next = merged(context, facts);
      if (typeof next === "string") return warn(`setContext: ${next}`);
      context = next;
      panel.tell({ type: "context", context });
    },
    on: (name, listener) => emitter.on(name, listener),
    off: <Name extends Parameters<Emitter["off"]>[0]>(name: Name, listener: Listener<Name>) =>
      emitter.off(name, listener),
  };
}
