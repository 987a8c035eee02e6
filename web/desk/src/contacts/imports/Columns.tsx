import { Select } from "@mantine/core";
import type { ContactImport, ImportTarget, RowPreview } from "@rapport/api-client";
import { useDirectory } from "~/api/directory";
import { useT } from "~/messages";
import classes from "./Imports.module.css";
import { keyOf, targetOf } from "./target";

const SAMPLES = 3;
const KINDS = [
  "ignore",
  "name",
  "email",
  "phone",
  "external",
  "company",
  "language",
  "tags",
  "note",
] as const;

interface Props {
  columns: ContactImport["settings"]["columns"];
  samples: RowPreview[];
  /** By the API's names: `columns[2].target`. */
  errors: Record<string, string>;
  onChange: (targets: ImportTarget[]) => void;
}

/** Each column of the file, with some of what is in it, and what it stands for. */
export function Columns({ columns, samples, errors, onChange }: Props) {
  const t = useT();
  const known = [...useDirectory("contact_fields").values()];
  const used = columns.map(({ target }) => keyOf(target));
  const fields = known
    .filter((field) => !field.archived || used.includes(keyOf({ kind: "field", field_id: field.id })))
    .sort((a, b) => a.name.localeCompare(b.name));
  const data = [
    ...KINDS.map((kind) => ({ value: kind as string, label: t(`imports.target_${kind}`) })),
    ...(fields.length > 0
      ? [
          {
            group: t("filter.fields"),
            items: fields.map(({ id, name }) => ({
              value: keyOf({ kind: "field", field_id: id }),
              label: name,
            })),
          },
        ]
      : []),
  ];
  return (
    <>
      {errors.columns && (
        <p className={classes.wrong} role="alert">
          {errors.columns}
        </p>
      )}
      <ul className={classes.columns}>
        {columns.map(({ heading, target }, place) => {
          const values = samples.map((row) => row.cells[place]).filter(Boolean);
          const name = heading || t("imports.column", { number: place + 1 });
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: columns have no identity but their place.
            <li key={place}>
              <div className={classes.column}>
                <span className={classes.name} title={name} dir="auto">
                  {name}
                </span>
                <span className={classes.samples} dir="auto">
                  {values.slice(0, SAMPLES).join(" · ") || t("imports.no_values")}
                </span>
              </div>
              <Select
                size="xs"
                aria-label={t("imports.column_means", { name })}
                allowDeselect={false}
                searchable
                nothingFoundMessage={t("action.nothing_found")}
                error={errors[`columns[${place}].target`]}
                data={data}
                value={keyOf(target)}
                onChange={(key) => {
                  if (key !== null)
                    onChange(columns.map((column, at) => (at === place ? targetOf(key) : column.target)));
                }}
              />
            </li>
          );
        })}
      </ul>
    </>
  );
}
