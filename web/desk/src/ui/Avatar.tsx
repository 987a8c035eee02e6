import classes from "./Avatar.module.css";

const HUES = [12, 38, 92, 152, 196, 232, 268, 322];

function hueOf(seed: string): number {
  let hash = 0;
  for (const character of seed) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return HUES[hash % HUES.length] ?? 0;
}

function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters
    .map((word) => [...(word ?? "")][0] ?? "")
    .join("")
    .toUpperCase();
}

interface Props {
  /** Decides the colour, so that a person keeps theirs when the name is corrected. */
  seed: string;
  name: string;
  size?: number;
  /** Shown as a dot at the corner. */
  state?: "online" | "away" | "offline";
}

export function Avatar({ seed, name, size = 32, state }: Props) {
  return (
    <span
      className={classes.root}
      style={{ "--size": `${size}px`, "--hue": hueOf(seed) } as React.CSSProperties}
      data-initials={initialsOf(name)}
      aria-hidden
    >
      {state && <span className={classes.dot} data-state={state} />}
    </span>
  );
}
