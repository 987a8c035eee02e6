import type { ReactNode } from "react";
import classes from "./Reports.module.css";

/** The figures that come first, large. */
export function Figures({ items }: { items: { label: string; value: ReactNode; more?: string }[] }) {
  return (
    <dl className={classes.figures}>
      {items.map(({ label, value, more }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            {value} {more && <small>{more}</small>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
