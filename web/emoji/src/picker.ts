import { type Emoji, findEmoji, type Language, loadEmoji } from "./list";
import { WORDS } from "./words";

export interface PickerOptions {
  language: Language;
  recent: readonly string[];
  onPick: (character: string) => void;
  onClose: () => void;
}

/** Pickers on one page must not name each other's parts. */
let made = 0;

/**
 * Fills `host` with a field and a list, the same in both apps; answers how to take it away. The focus
 * stays in the field: arrow keys move the choice, Enter takes it, Escape closes.
 */
export function mountPicker(host: HTMLElement, options: PickerOptions): () => void {
  const { language, recent, onPick, onClose } = options;
  const words = WORDS[language];
  const id = `emoji-${++made}`;
  let groups: Emoji[][] | null = null;
  let active: HTMLElement | null = null;
  let gone = false;

  const root = element("div", { class: "emoji-picker" });
  const field = element("input", {
    type: "search",
    role: "combobox",
    autocomplete: "off",
    "aria-label": words.search,
    "aria-expanded": "true",
    "aria-controls": id,
    "aria-autocomplete": "list",
    placeholder: words.search,
  });
  const list = element("div", { role: "listbox", id, "aria-label": words.list, class: "emoji-list" });
  const status = element("p", { role: "status", class: "emoji-status" });
  root.append(field, list, status);
  host.append(root);
  field.focus();

  function draw(): void {
    list.replaceChildren();
    if (!groups) return;
    const query = field.value.trim();
    if (query === "") {
      const byCharacter = new Map(groups.flat().map((one) => [one.character, one]));
      const lately = recent.flatMap((character) => byCharacter.get(character) ?? []);
      if (lately.length > 0) list.append(section(words.recent, lately));
      for (const [place, group] of groups.entries()) list.append(section(words.groups[place] ?? "", group));
    } else {
      const found = findEmoji(groups, query);
      if (found.length > 0) list.append(section(words.search, found));
    }
    const options = all();
    status.textContent = options.length === 0 ? words.nothing : "";
    list.scrollTop = 0;
    choose(options[0] ?? null);
  }

  function section(title: string, emoji: readonly Emoji[]): HTMLElement {
    const group = element("div", { role: "group", "aria-label": title });
    const heading = element("div", { class: "emoji-group", "aria-hidden": "true" });
    heading.textContent = title;
    const grid = element("div", { class: "emoji-grid", role: "presentation" });
    for (const { character, name } of emoji) {
      const option = element("div", {
        role: "option",
        "aria-label": name,
        "aria-selected": "false",
        title: name,
      });
      option.textContent = character;
      option.dataset.emoji = character;
      grid.append(option);
    }
    group.append(heading, grid);
    return group;
  }

  const all = () => [...list.querySelectorAll<HTMLElement>("[role=option]")];

  function choose(option: HTMLElement | null): void {
    active?.setAttribute("aria-selected", "false");
    active?.removeAttribute("id");
    active = option;
    if (!option) {
      field.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    option.id = `${id}-active`;
    field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  function move(by: number): void {
    const options = all();
    const at = active ? options.indexOf(active) : -1;
    choose(options[Math.min(Math.max(at + by, 0), options.length - 1)] ?? null);
  }

  /** The nearest in the row above or below: rows end where their group ends. */
  function moveRow(down: boolean): void {
    if (!active) return;
    const from = active.getBoundingClientRect();
    let best: { option: HTMLElement; distance: number } | null = null;
    for (const option of all()) {
      const to = option.getBoundingClientRect();
      const height = down ? to.top - from.top : from.top - to.top;
      if (height < 1) continue;
      const distance = height * 1_000 + Math.abs(to.left - from.left);
      if (!best || distance < best.distance) best = { option, distance };
    }
    if (best) choose(best.option);
  }

  function pick(option: HTMLElement | null): void {
    const character = option?.dataset.emoji;
    if (character) onPick(character);
  }

  field.addEventListener("input", draw);
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    const forward = getComputedStyle(root).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    // While words stand in the field the arrows along the line are theirs.
    const empty = field.value === "";
    if (event.key === "Enter") pick(active);
    else if (event.key === "Escape") onClose();
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") moveRow(event.key === "ArrowDown");
    else if (empty && (event.key === "ArrowRight" || event.key === "ArrowLeft"))
      move(event.key === forward ? 1 : -1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  // The field keeps the focus.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const target =
      event.target instanceof Element ? event.target.closest<HTMLElement>("[role=option]") : null;
    pick(target);
  });

  loadEmoji(language).then(
    (loaded) => {
      if (gone) return;
      groups = loaded;
      draw();
    },
    () => {
      if (!gone) status.textContent = words.failed;
    },
  );
  return () => {
    gone = true;
    root.remove();
  };
}

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Record<string, string>,
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  return made;
}
