const CSS = `
.teaser {
  position: fixed; z-index: 2147483000; inset-inline-end: 20px; bottom: 88px; box-sizing: border-box;
  width: min(320px, calc(100vw - 40px)); padding: 12px 40px 14px 16px; border-radius: 14px;
  background: #fff; color: #22201c; font: 15px/21px Inter, system-ui, sans-serif; text-align: start;
  box-shadow: 0 0 0 1px rgb(30 20 10 / 8%), 0 2px 6px rgb(30 20 10 / 8%), 0 12px 32px rgb(30 20 10 / 18%);
  animation: rapport-rise 160ms ease-out;
}
.teaser strong { display: block; font-size: 13px; line-height: 18px; font-weight: 600; color: #68635b; }
.teaser span { display: block; white-space: pre-wrap; overflow-wrap: anywhere; }
.teaser button { border: 0; background: none; color: inherit; font: inherit; cursor: pointer; }
.teaser .answer { position: absolute; inset: 0; border-radius: 14px; }
.teaser .dismiss {
  position: absolute; inset-inline-end: 4px; top: 4px; width: 36px; height: 36px; border-radius: 10px;
  font-size: 20px; line-height: 1; color: #68635b;
}
.teaser .dismiss:hover { background: rgb(30 20 10 / 7%); }
.teaser button:focus-visible { outline: 2px solid var(--brand); outline-offset: 2px; }
@keyframes rapport-rise { from { opacity: 0; transform: translateY(6px); } }
@media (prefers-color-scheme: dark) {
  .teaser { background: #26241f; color: #f3f1ed; box-shadow: 0 0 0 1px rgb(255 255 255 / 12%), 0 12px 32px rgb(0 0 0 / 45%); }
  .teaser strong, .teaser .dismiss { color: #b8b2a7; }
  .teaser .dismiss:hover { background: rgb(255 255 255 / 9%); }
}
@media (prefers-reduced-motion: reduce) { .teaser { animation: none; } }
@media print { .teaser { display: none; } }
`;

const WORDS = {
  en: { answer: "Answer: {text}", dismiss: "Dismiss" },
  zh: { answer: "回复：{text}", dismiss: "关闭" },
  ru: { answer: "Ответить: {text}", dismiss: "Закрыть" },
};

export interface Teaser {
  remove(): void;
}

/** What the chat says first, beside its button. */
export function showTeaser(
  root: ShadowRoot,
  language: string,
  { text, brand }: { text: string; brand: string },
  on: { answer(): void; dismiss(): void },
): Teaser {
  const words = WORDS[language as keyof typeof WORDS] ?? WORDS.en;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(CSS);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  const box = element("div", "teaser");
  box.setAttribute("role", "status");
  const from = element("strong", "");
  from.textContent = brand;
  from.dir = "auto";
  const said = element("span", "");
  said.textContent = text;
  said.dir = "auto";
  const answer = button("answer", words.answer.replace("{text}", text), on.answer);
  const dismiss = button("dismiss", words.dismiss, on.dismiss);
  dismiss.textContent = "×";
  box.append(from, said, answer, dismiss);
  root.append(box);
  return {
    remove() {
      box.remove();
      root.adoptedStyleSheets = root.adoptedStyleSheets.filter((one) => one !== sheet);
    },
  };
}

function element(name: "div" | "strong" | "span", className: string): HTMLElement {
  const made = document.createElement(name);
  made.className = className;
  return made;
}

function button(className: string, label: string, onClick: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = className;
  made.setAttribute("aria-label", label);
  made.onclick = onClick;
  return made;
}
