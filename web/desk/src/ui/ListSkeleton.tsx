import { Skeleton } from "@mantine/core";
import classes from "./ListSkeleton.module.css";

/** The shape of a list before its rows are there. */
export function ListSkeleton({ rows = 8 }: { rows?: number }) {
  return (
    <div className={classes.root} aria-busy>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity of their own.
        <div key={row} className={classes.row}>
          <Skeleton circle width={32} height={32} />
          <div className={classes.lines}>
            <Skeleton height={10} width={`${45 + ((row * 17) % 30)}%`} />
            <Skeleton height={10} width={`${70 + ((row * 13) % 25)}%`} />
          </div>
        </div>
      ))}
    </div>
  );
}
