import { ActionIcon } from "@mantine/core";
import { Link, type LinkProps } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import type { ReactNode } from "react";
import { useT } from "~/messages";
import classes from "./DetailPage.module.css";

interface Props {
  /** The list that it is one of. */
  back: LinkProps["to"];
  title: string;
  /** A line below the title. */
  about: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** The page of one thing out of a list. */
export function DetailPage({ back, title, about, actions, children }: Props) {
  const t = useT();
  return (
    <main className={classes.page}>
      <header className={classes.header}>
        <ActionIcon aria-label={t("action.back")} renderRoot={(props) => <Link to={back} {...props} />}>
          <ArrowLeft size={18} />
        </ActionIcon>
        <div className={classes.heading}>
          <h1 title={title} dir="auto">
            {title}
          </h1>
          <p>{about}</p>
        </div>
        {actions}
      </header>
      <div className={classes.content}>{children}</div>
    </main>
  );
}
