import type { ReactNode } from "react";
import classes from "./Chip.module.css";

/** A short fact in a meaning's colour. */
export function Chip({ tone, children }: { tone: "plain" | "good" | "warn" | "bad"; children: ReactNode }) {
  return (
    <span className={classes.chip} data-tone={tone}>
      {children}
    </span>
  );
}
