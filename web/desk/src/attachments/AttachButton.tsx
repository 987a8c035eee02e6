import { ActionIcon } from "@mantine/core";
import { Paperclip } from "lucide-react";
import { useRef } from "react";
import { useT } from "~/messages";
import type { TrayActions } from "./useTray";

/** Opens the system's chooser of files. */
export function AttachButton({ files }: { files: TrayActions }) {
  const t = useT();
  const chooser = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={chooser}
        type="file"
        multiple
        hidden
        data-testid="attach"
        onChange={(event) => {
          files.add(event.currentTarget.files ?? []);
          // The same file may be chosen again.
          event.currentTarget.value = "";
        }}
      />
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={t("attachment.attach")}
        title={t("attachment.attach")}
        disabled={files.isFull}
        onClick={() => chooser.current?.click()}
      >
        <Paperclip size={17} aria-hidden />
      </ActionIcon>
    </>
  );
}
