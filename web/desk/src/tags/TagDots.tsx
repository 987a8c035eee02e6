import { useT } from "~/messages";
import classes from "./TagDots.module.css";
import { useTags } from "./useTags";

/** So many dots tell apart what the eye can; the names of all are on hover. */
const DOTS_MAX = 5;

/** A conversation's tags where there is no room for their names. */
export function TagDots({ ids }: { ids: string[] }) {
  const t = useT();
  const tags = useTags(ids);
  if (tags.length === 0) return null;
  const names = tags.map((tag) => tag.name).join(", ");
  return (
    <span className={classes.root} role="img" aria-label={t("inbox.tagged", { names })} title={names}>
      {tags.slice(0, DOTS_MAX).map((tag) => (
        <span key={tag.id} className={classes.dot} style={{ background: tag.colour }} />
      ))}
    </span>
  );
}
