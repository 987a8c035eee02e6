import { ActionIcon, Button, Progress } from "@mantine/core";
import { RETRIABLE, type TrayItem } from "@rapport/attachments";
import { X } from "lucide-react";
import { useT } from "~/messages";
import classes from "./TrayList.module.css";

import { useBytesText } from "./useBytesText";
import type { TrayActions } from "./useTray";

/** The files of the next message: how far each is, or why it did not go up. */
export function TrayList({ files }: { files: TrayActions }) {
  const t = useT();
  if (files.tray.length === 0) return null;
  return (
    <ul className={classes.tray} aria-label={t("attachment.tray")}>
      {files.tray.map((item) => (
        <TrayRow key={item.key} item={item} files={files} />
      ))}
    </ul>
  );
}

function TrayRow({ item, files }: { item: TrayItem; files: TrayActions }) {
  const t = useT();
  const bytesText = useBytesText();
  const { key, name, state } = item;
  return (
    <li className={classes.row} data-failed={state.kind === "failed" || undefined}>
      <div className={classes.words}>
        <bdi className={classes.name}>{name}</bdi>
        {state.kind === "uploading" && (
          <Progress
            size={4}
            value={state.share * 100}
            aria-label={t("attachment.uploading", { name })}
            className={classes.progress}
          />
        )}
        {state.kind === "done" && (
          <span className={classes.size}>{bytesText(state.attachment.size_bytes)}</span>
        )}
        {state.kind === "failed" && (
          <span className={classes.failure} role="alert">
            {t(`attachment.${state.failure}`, { size: bytesText(files.bytesMax ?? 0) })}
          </span>
        )}
      </div>
      {state.kind === "failed" && RETRIABLE.includes(state.failure) && (
        <Button variant="subtle" size="compact-xs" onClick={() => files.retry(key)}>
          {t("action.retry")}
        </Button>
      )}
      <ActionIcon
        variant="subtle"
        color="gray"
        size="sm"
        aria-label={t(state.kind === "uploading" ? "attachment.cancel" : "attachment.remove", { name })}
        onClick={() => files.remove(key)}
      >
        <X size={14} aria-hidden />
      </ActionIcon>
    </li>
  );
}
