import type { ReactNode } from "react";
import classes from "./Pane.module.css";

interface Props {
  title: string;
  /** One sentence that says what the page is for. */
  purpose?: string;
  actions?: ReactNode;
  children: ReactNode;
}

/** A full page beside the rail: a heading that stays, content that scrolls. */
export function Pane({ title, purpose, actions, children }: Props) {
  return (
    <main className={classes.root}>
      <header className={classes.header}>
        <div className={classes.heading}>
          <h1>{title}</h1>
          {purpose && <p>{purpose}</p>}
        </div>
        {actions && <div className={classes.actions}>{actions}</div>}
      </header>
      <div className={classes.content}>{children}</div>
    </main>
  );
}
