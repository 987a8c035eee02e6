import { useT } from "~/messages";
import classes from "./CannedReplies.module.css";
import type { Canned } from "./useCannedReplies";

/** The list above the composer; the field keeps the focus and its keys move here. */
export function CannedReplies({ canned }: { canned: Canned }) {
  const t = useT();
  const { open, query, replies, index, choose } = canned;
  if (!open) return null;
  return (
    <div className={classes.popup}>
      <p className={classes.head}>{t("canned.heading")}</p>
      {replies.length === 0 && <p className={classes.none}>{t("canned.none", { query })}</p>}
      <ul className={classes.list}>
        {replies.map((reply, at) => (
          <li key={reply.id}>
            <button
              type="button"
              tabIndex={-1}
              className={classes.option}
              data-active={at === index || undefined}
              // Before the click takes the focus from the field.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => choose(reply)}
            >
              <span className={classes.shortcut}>/{reply.shortcut}</span>
              <span className={classes.title}>{reply.title}</span>
              <span className={classes.text}>{reply.text}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
