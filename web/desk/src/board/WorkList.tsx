import { useQuery } from "@tanstack/react-query";
import { useT } from "~/messages";
import { ErrorState } from "~/ui/ErrorState";
import { ListSkeleton } from "~/ui/ListSkeleton";
import { type WorkOf, workQuery } from "./queries";
import classes from "./WorkList.module.css";
import { WorkRow } from "./WorkRow";

interface Props {
  of: WorkOf;
  label: string;
  /** What is said when there is nothing. */
  empty: string;
  /** How many there are, of which a long line shows the first. */
  total?: number;
}

/** People and who serves them: of a queue's line, or of an agent. */
export function WorkList({ of, label, empty, total = 0 }: Props) {
  const t = useT();
  const { data, error, refetch } = useQuery(workQuery(of));
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <ListSkeleton rows={2} />;
  if (data.items.length === 0) return <p className={classes.hint}>{empty}</p>;
  return (
    <>
      <ul className={classes.list} aria-label={label}>
        {data.items.map((work) => (
          <WorkRow key={work.id} work={work} />
        ))}
      </ul>
      {total > data.items.length && (
        <p className={classes.hint}>{t("board.line_full", { shown: data.items.length, waiting: total })}</p>
      )}
    </>
  );
}
