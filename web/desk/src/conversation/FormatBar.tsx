import { UnstyledButton } from "@mantine/core";
import { type KeyboardEvent, useRef, useState } from "react";
import { useT } from "~/messages";
import classes from "./FormatBar.module.css";
import { FORMATS, type Format, type useFormat } from "./useFormat";

const keysOf = ({ key }: Format) =>
  key === key.toLowerCase() && !/\d/u.test(key) ? `Ctrl+${key.toUpperCase()}` : `Ctrl+Shift+${key}`;
const ariaKeysOf = (format: Format) => keysOf(format).replace("Ctrl", "Control");

/** One stop of the Tab key; arrows move within it (WAI-ARIA Authoring Practices, toolbar). */
export function FormatBar({ format }: { format: ReturnType<typeof useFormat> }) {
  const t = useT();
  const bar = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState(0);
  const onKeyDown = (event: KeyboardEvent) => {
    const rtl = getComputedStyle(event.currentTarget).direction === "rtl";
    const last = FORMATS.length - 1;
    const to: Record<string, number> = {
      [rtl ? "ArrowLeft" : "ArrowRight"]: current === last ? 0 : current + 1,
      [rtl ? "ArrowRight" : "ArrowLeft"]: current === 0 ? last : current - 1,
      Home: 0,
      End: last,
    };
    const next = to[event.key];
    if (next === undefined) return;
    event.preventDefault();
    setCurrent(next);
    bar.current?.querySelectorAll("button")[next]?.focus();
  };
  return (
    <div ref={bar} role="toolbar" className={classes.bar} aria-label={t("format.bar")} onKeyDown={onKeyDown}>
      {FORMATS.map((it, at) => (
        <UnstyledButton
          key={it.label}
          className={classes.button}
          aria-label={t(it.label)}
          aria-keyshortcuts={ariaKeysOf(it)}
          title={`${t(it.label)} (${keysOf(it)})`}
          tabIndex={at === current ? 0 : -1}
          onFocus={() => setCurrent(at)}
          // The field keeps its selection.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => format.act(it.edit)}
        >
          <it.icon size={15} aria-hidden />
        </UnstyledButton>
      ))}
    </div>
  );
}
