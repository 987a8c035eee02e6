import type { Conversation } from "@rapport/api-client";
import { useContactName } from "~/contacts/useContactName";
import { useT } from "~/messages";
import classes from "./SelectBox.module.css";

interface Props {
  conversation: Conversation;
  chosen: boolean;
  /** `range`: with all from the last one that was pressed. */
  onToggle: (range: boolean) => void;
}

/** In the place of the picture, when the pointer or the focus is on the row, or something is chosen. */
export function SelectBox({ conversation, chosen, onToggle }: Props) {
  const t = useT();
  const name = useContactName(conversation.contact);
  return (
    <label className={classes.root}>
      <input
        type="checkbox"
        aria-label={t("bulk.select", { name })}
        checked={chosen}
        onChange={(event) => onToggle((event.nativeEvent as MouseEvent).shiftKey)}
      />
    </label>
  );
}
