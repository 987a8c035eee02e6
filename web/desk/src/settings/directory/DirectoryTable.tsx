import type { DirectoryKind, DirectoryRecords } from "~/api/directory";
import { useT } from "~/messages";
import classes from "./DirectoryTable.module.css";
import type { RecordForm } from "./form";

interface Props<K extends DirectoryKind> {
  form: RecordForm<K>;
  records: DirectoryRecords[K][];
  onOpen: (id: string) => void;
}

export function DirectoryTable<K extends DirectoryKind>({ form, records, onOpen }: Props<K>) {
  const t = useT();
  if (records.length === 0) return <p className={classes.none}>{t("action.nothing_found")}</p>;
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{t("field.name")}</th>
          {form.columns.map((column) => (
            <th key={column.label} scope="col">
              {t(column.label)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {records.map((record) => (
          <tr key={record.id}>
            <th scope="row">
              <button type="button" className={classes.name} onClick={() => onOpen(record.id)}>
                {form.nameOf(record)}
              </button>
            </th>
            {form.columns.map(({ label, cell: Cell }) => (
              <td key={label} data-label={t(label)}>
                <Cell record={record} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
