import { UnstyledButton } from "@mantine/core";
import { useT } from "~/messages";
import { TagName } from "./TagName";
import classes from "./TagStrip.module.css";
import { useTags } from "./useTags";

/** A conversation's tags under its header; pressing it changes them, for who may. */
export function TagStrip({ ids, onChange }: { ids: string[]; onChange: (() => void) | undefined }) {
  const t = useT();
  const tags = useTags(ids);
  if (tags.length === 0) return null;
  const shown = tags.map((tag) => (
    <span key={tag.id} className={classes.tag}>
      <TagName tag={tag} />
    </span>
  ));
  if (!onChange) return <div className={classes.root}>{shown}</div>;
  const names = tags.map((tag) => tag.name).join(", ");
  return (
    <UnstyledButton
      className={classes.root}
      aria-label={t("conversation.tags_change", { names })}
      onClick={onChange}
    >
      {shown}
    </UnstyledButton>
  );
}
