import { ActionIcon, Popover } from "@mantine/core";
import { insertEmoji } from "@rapport/emoji";
import { Smile } from "lucide-react";
import { lazy, type RefObject, Suspense, useState } from "react";
import { useT } from "~/messages";

const EmojiPanel = lazy(() => import("./EmojiPanel"));

interface Props {
  /** Where the emoji goes. */
  field: RefObject<HTMLTextAreaElement | null>;
}

/** Opens the picker; what is picked stands where the caret is. */
export function EmojiButton({ field }: Props) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const close = () => {
    setOpen(false);
    field.current?.focus();
  };
  return (
    <Popover opened={open} onChange={setOpen} position="top-end" width={360} withinPortal>
      <Popover.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={t("composer.emoji")}
          title={t("composer.emoji")}
          onClick={() => setOpen(!open)}
        >
          <Smile size={17} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("composer.emoji")}>
        <Suspense>
          <EmojiPanel
            onPick={(character) => field.current && insertEmoji(field.current, character)}
            onClose={close}
          />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
