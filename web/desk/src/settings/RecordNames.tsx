import { useIntl } from "react-intl";
import { type DirectoryKind, useDirectory } from "~/api/directory";

/** The names of other records, for a column. */
export function RecordNames({ kind, ids }: { kind: DirectoryKind; ids: (string | null)[] }) {
  const intl = useIntl();
  const records = useDirectory(kind);
  const names = ids.flatMap((id) => {
    const record = id ? records.get(id) : undefined;
    return record ? ["name" in record ? record.name : record.title] : [];
  });
  return intl.formatList(names, { type: "unit" });
}
