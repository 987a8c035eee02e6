import { Alert, Button } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { DirectoryKind, DirectoryRecords } from "~/api/directory";
import { useT } from "~/messages";
import { toast } from "~/ui/toasts";
import { ArchiveDialog } from "./ArchiveDialog";
import { ConflictAlert } from "./ConflictAlert";
import { FieldView } from "./FieldView";
import type { RecordForm } from "./form";
import { unplacedErrors } from "./path";
import classes from "./RecordEditor.module.css";
import { useRecordEditor } from "./useRecordEditor";

interface Props<K extends DirectoryKind> {
  form: RecordForm<K>;
  record: DirectoryRecords[K] | null;
  readOnly: boolean;
  onClose: () => void;
  onOpen: (id: string) => void;
}

export function RecordEditor<K extends DirectoryKind>({ form, record, readOnly, onClose, onOpen }: Props<K>) {
  const t = useT();
  const [archiving, setArchiving] = useState(false);
  const { draft, setDraft, dirty, save, reload, conflict, fieldErrors } = useRecordEditor(
    form,
    record,
    (opened) => {
      toast("good", t("settings.saved"));
      if (opened) onOpen(opened);
      else onClose();
    },
  );
  const shown = form.groups
    .filter(({ where }) => !where || where(draft))
    .map((group) => ({
      ...group,
      fields: group.fields.filter(({ only }) => !only || (only === "new") === (record === null)),
    }));
  const paths = shown.flatMap(({ fields }) => fields.map(({ path }) => path));
  const unplaced = unplacedErrors(fieldErrors, paths);
  const general =
    save.error && !conflict && Object.keys(fieldErrors).length === 0 ? [save.error.message] : unplaced;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };

  const Extra = form.extra;
  return (
    <form onSubmit={submit} className={classes.form} noValidate tabIndex={-1} data-autofocus>
      {conflict && (
        <ConflictAlert busy={reload.isPending} onReload={(keepMine) => reload.mutate({ keepMine })} />
      )}
      {general.length > 0 && (
        <Alert color="red" variant="light" role="alert">
          {general.join(" ")}
        </Alert>
      )}
      {readOnly && <p className={classes.readOnly}>{t("settings.read_only")}</p>}
      {record && Extra && <Extra record={record} />}
      <fieldset disabled={readOnly} className={classes.groups}>
        {shown.map(({ title, fields }) => (
          <section key={title ?? "main"} className={classes.group}>
            {title && <h3>{t(title)}</h3>}
            {fields.map((field) => (
              <FieldView
                key={field.path}
                field={field}
                draft={draft}
                errors={fieldErrors}
                onChange={setDraft}
              />
            ))}
          </section>
        ))}
      </fieldset>
      {!readOnly && (
        <footer className={classes.foot}>
          {record && (
            <Button variant="subtle" color="red" onClick={() => setArchiving(true)}>
              {t("settings.archive")}
            </Button>
          )}
          <span className={classes.space} />
          <Button variant="default" onClick={onClose}>
            {t("action.cancel")}
          </Button>
          <Button type="submit" disabled={!dirty && record !== null} loading={save.isPending}>
            {record ? t("action.save") : t(form.addLabel)}
          </Button>
        </footer>
      )}
      {archiving && record && (
        <ArchiveDialog
          kind={form.kind}
          record={record}
          name={form.nameOf(record)}
          onClose={() => setArchiving(false)}
          onArchived={onClose}
        />
      )}
    </form>
  );
}
