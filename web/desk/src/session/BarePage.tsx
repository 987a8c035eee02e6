import type { ReactNode } from "react";
import icon from "~/app/icon.svg";
import classes from "./BarePage.module.css";
import { LanguageSwitch } from "./LanguageSwitch";

interface Props {
  title: string;
  hint: string;
  wide?: boolean;
  children: ReactNode;
}

/** The page for someone who is not signed in: one card in the middle, and the language. */
export function BarePage({ title, hint, wide, children }: Props) {
  return (
    <main className={classes.page}>
      <div className={classes.column} data-wide={wide || undefined}>
        <img className={classes.logo} src={icon} alt="Rapport" width={36} height={36} />
        <h1 className={classes.title}>{title}</h1>
        <p className={classes.hint}>{hint}</p>
        {children}
      </div>
      <footer className={classes.footer}>
        <LanguageSwitch />
      </footer>
    </main>
  );
}
