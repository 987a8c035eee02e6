import type { Tag } from "@rapport/api-client";
import classes from "./TagName.module.css";

export function TagName({ tag }: { tag: Pick<Tag, "name" | "colour"> }) {
  return (
    <span className={classes.root}>
      <span className={classes.dot} style={{ background: tag.colour }} aria-hidden />
      <span className={classes.name} dir="auto">
        {tag.name}
      </span>
    </span>
  );
}
