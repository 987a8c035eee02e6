import { Drawer } from "@mantine/core";
import type { DirectoryKind, DirectoryRecords } from "~/api/directory";
import { useT } from "~/messages";
import type { RecordForm } from "./form";
import { RecordEditor } from "./RecordEditor";

interface Props<K extends DirectoryKind> {
  form: RecordForm<K>;
  /** Null for one that is being made. */
  record: DirectoryRecords[K] | null;
  readOnly: boolean;
  onClose: () => void;
  onOpen: (id: string) => void;
}

export function RecordDrawer<K extends DirectoryKind>({ form, record, readOnly, onClose, onOpen }: Props<K>) {
  const t = useT();
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size={560}
      title={record ? form.nameOf(record) : t(form.addLabel)}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <RecordEditor form={form} record={record} readOnly={readOnly} onClose={onClose} onOpen={onOpen} />
    </Drawer>
  );
}
