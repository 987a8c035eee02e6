import { Button } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { type ReactNode, useId } from "react";
import { useT } from "~/messages";
import { ErrorState } from "~/ui/ErrorState";
import { ListSkeleton } from "~/ui/ListSkeleton";
import classes from "./Reports.module.css";

interface Props<T> {
  title: string;
  /** How the figures come about. */
  definition: string;
  /** Where they come as a file. */
  file: string;
  query: UseQueryResult<T>;
  isEmpty: (data: T) => boolean;
  children: (data: T) => ReactNode;
}

/** A report with its definition and its file, in all its states. */
export function Section<T>({ title, definition, file, query, isEmpty, children }: Props<T>) {
  const t = useT();
  const heading = useId();
  const { data, error, refetch, isPlaceholderData } = query;
  return (
    <section className={classes.section} aria-labelledby={heading}>
      <header className={classes.head}>
        <div>
          <h2 id={heading}>{title}</h2>
          <p>{definition}</p>
        </div>
        <Button
          variant="subtle"
          color="gray"
          size="compact-xs"
          component="a"
          href={file}
          download
          leftSection={<Download size={13} aria-hidden />}
          aria-label={t("reports.file_of", { report: title })}
        >
          {t("reports.file")}
        </Button>
      </header>
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <ListSkeleton rows={3} />
      ) : (
        <div className={classes.body} data-old={isPlaceholderData || undefined}>
          {isEmpty(data) ? <p className={classes.nothing}>{t("reports.nothing")}</p> : children(data)}
        </div>
      )}
    </section>
  );
}
