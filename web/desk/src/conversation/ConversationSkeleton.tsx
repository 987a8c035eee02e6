import { Skeleton } from "@mantine/core";
import classes from "./ConversationSkeleton.module.css";

const WIDTHS = ["52%", "38%", "60%", "44%", "30%"];

export function ConversationSkeleton() {
  return (
    <main className={classes.root} aria-busy>
      <Skeleton height={20} width={180} />
      {WIDTHS.map((width, index) => (
        <Skeleton key={width} height={44} width={width} radius={12} ms={index % 2 ? "auto" : 0} />
      ))}
    </main>
  );
}
