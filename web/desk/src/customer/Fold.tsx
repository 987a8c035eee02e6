import { ChevronRight } from "lucide-react";
import { type ReactNode, useState } from "react";
import classes from "./Fold.module.css";

const PREFIX = "rapport.fold.";

interface Props {
  /** Remembers in this browser whether it is open. */
  id: string;
  title: string;
  children: ReactNode;
}

export function Fold({ id, title, children }: Props) {
  const [open, setOpen] = useState(() => localStorage.getItem(PREFIX + id) !== "closed");
  const toggle = () => {
    localStorage.setItem(PREFIX + id, open ? "closed" : "open");
    setOpen(!open);
  };
  return (
    <section className={classes.fold}>
      <h3>
        <button type="button" aria-expanded={open} onClick={toggle}>
          <ChevronRight size={14} aria-hidden data-open={open || undefined} />
          {title}
        </button>
      </h3>
      {open && <div className={classes.content}>{children}</div>}
    </section>
  );
}
