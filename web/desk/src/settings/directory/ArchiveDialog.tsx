import { Button, Group, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { archiveRecord, type DirectoryKind, directoryQuery } from "~/api/directory";
import { useT } from "~/messages";
import { Dialog } from "~/ui/Dialog";
import { toast } from "~/ui/toasts";

interface Props {
  kind: DirectoryKind;
  record: { id: string; version: number };
  name: string;
  onClose: () => void;
  onArchived: () => void;
}

/** Asks with the name typed: an archived queue or inbox stops working for everyone. */
export function ArchiveDialog({ kind, record, name, onClose, onArchived }: Props) {
  const t = useT();
  const client = useQueryClient();
  const [typed, setTyped] = useState("");
  const archive = useMutation({
    mutationFn: () => archiveRecord(kind, record),
    onSuccess: () => {
      toast("good", t("settings.archived", { name }));
      void client.invalidateQueries({ queryKey: directoryQuery(kind).queryKey });
      onArchived();
    },
  });

  return (
    <Dialog onClose={onClose} title={t("settings.archive_title", { name })}>
      <p>{t("settings.archive_hint")}</p>
      <TextInput
        data-autofocus
        label={t("settings.archive_type", { name })}
        error={archive.error?.message}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Group justify="flex-end" gap={8} mt={16}>
        <Button variant="default" onClick={onClose}>
          {t("action.cancel")}
        </Button>
        <Button
          color="red"
          disabled={typed.trim() !== name}
          loading={archive.isPending}
          onClick={() => archive.mutate()}
        >
          {t("settings.archive")}
        </Button>
      </Group>
    </Dialog>
  );
}
