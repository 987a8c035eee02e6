import { sealed, type ToFrame, type ToPage, unsealed } from "../bridge/messages";
import { words } from "./launcher";

/** A frame that has loaded but says nothing for this long was kept from running. */
const SILENCE_MS_MAX = 8_000;

/** The frame with the chat, and the only way to talk with it. */
export class Panel {
  private frame: HTMLIFrameElement | null = null;
  private ready = false;

  constructor(
    private readonly root: ShadowRoot,
    /** Where the frame lives; nothing is said to, or believed from, any other origin. */
    private readonly origin: string,
    private readonly inboxKey: string,
    private readonly onMessage: (message: ToPage) => void,
    private readonly onSilence: () => void,
  ) {}

  /** Loads the frame if it is not there yet; `hello` is asked for when the frame can hear it. */
  load(hello: () => Extract<ToFrame, { type: "hello" }>): void {
    if (this.frame) return;
    const frame = document.createElement("iframe");
    frame.className = "panel shut";
    frame.title = words.frame;
    frame.src = `${this.origin}/widget/frame?inbox=${encodeURIComponent(this.inboxKey)}`;
    frame.allow = "clipboard-write";
    frame.addEventListener("load", () => {
      this.ready = false;
      this.post(hello());
      setTimeout(() => this.ready || this.onSilence(), SILENCE_MS_MAX);
    });
    addEventListener("message", (event) => {
      if (event.origin !== this.origin || event.source !== frame.contentWindow) return;
      const message = unsealed<ToPage>(event.data);
      if (!message) return;
      if (message.type === "ready") this.ready = true;
      this.onMessage(message);
    });
    this.frame = frame;
    this.root.prepend(frame);
    this.fitToKeyboard(frame);
    // Read once so that the first opening is a movement from the shut state, not a jump.
    frame.getBoundingClientRect();
  }

  show(visible: boolean, focus: boolean): void {
    const { frame } = this;
    if (!frame) return;
    frame.className = visible ? "panel" : "panel shut";
    const focused = visible && focus;
    if (focused) frame.focus();
    if (this.ready) this.post({ type: "visible", visible, focus: focused });
  }

  /** Says it if the frame can hear it; otherwise its hello has to say what was told before. */
  tell(message: ToFrame): boolean {
    if (this.ready) this.post(message);
    return this.ready;
  }

  private post(message: ToFrame): void {
    this.frame?.contentWindow?.postMessage(sealed(message), this.origin);
  }

  /** On a phone the keyboard covers the layout viewport; the visual one is what is left to see. */
  private fitToKeyboard(frame: HTMLIFrameElement): void {
    const view = window.visualViewport;
    const fit = () => {
      // A page that is zoomed in by hand shows less, too, but the chat is not smaller for that.
      const zoomed = !view || view.scale > 1.01;
      frame.style.setProperty("--view-height", zoomed ? "" : `${view.height}px`);
      frame.style.setProperty("--view-top", zoomed ? "" : `${view.offsetTop}px`);
    };
    view?.addEventListener("resize", fit);
    view?.addEventListener("scroll", fit);
  }
}
