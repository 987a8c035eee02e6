import type { ContactImport, ImportPreview, RowPreview } from "@rapport/api-client";
import { Link } from "@tanstack/react-router";
import { useT } from "~/messages";
import { Chip } from "~/ui/Chip";
import classes from "./Imports.module.css";

const TONES = { created: "good", updated: "warn", unchanged: "plain", refused: "bad" } as const;

interface Props {
  columns: ContactImport["settings"]["columns"];
  preview: ImportPreview;
  /** All of the file. */
  rows: number;
}

/** What would become of the first rows, and of all that cannot be understood. */
export function Preview({ columns, preview, rows }: Props) {
  const t = useT();
  const shown = new Set(preview.rows.map((row) => row.place));
  const further = preview.refused.filter((row) => !shown.has(row.place));
  return (
    <>
      <p role="status" className={classes.hint}>
        {preview.refused_count === 0
          ? t("imports.all_good", { count: rows })
          : t("imports.some_refused", { count: preview.refused_count, rows })}
      </p>
      <Rows columns={columns} rows={preview.rows} label={t("imports.first_rows")} />
      {further.length > 0 && (
        <>
          <h3>{t("imports.refused_rows")}</h3>
          <Rows columns={columns} rows={further} label={t("imports.refused_rows")} />
        </>
      )}
    </>
  );
}

interface RowsProps {
  columns: Props["columns"];
  rows: RowPreview[];
  label: string;
}

function Rows({ columns, rows, label }: RowsProps) {
  const t = useT();
  // What is passed over need not be looked at.
  const places = columns.flatMap(({ target }, place) => (target.kind === "ignore" ? [] : [place]));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
    <section className={classes.scroller} tabIndex={0} aria-label={label}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t("imports.row")}</th>
            <th scope="col">{t("imports.becomes")}</th>
            {places.map((place) => (
              <th key={place} scope="col" dir="auto">
                {columns[place]?.heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.place}>
              <td className={classes.place}>{row.place}</td>
              <td>
                <Outcome row={row} />
              </td>
              {places.map((place) => {
                const wrong = row.errors.find((error) => error.column === place)?.detail;
                return (
                  <td key={place} data-wrong={wrong ? true : undefined} dir="auto">
                    <span className={classes.cell} title={row.cells[place]}>
                      {row.cells[place]}
                    </span>
                    {wrong && <span className={classes.reason}>{wrong}</span>}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Outcome({ row }: { row: RowPreview }) {
  const t = useT();
  const whole = row.errors.filter((error) => error.column === null);
  return (
    <>
      <Chip tone={TONES[row.outcome]}>{t(`imports.outcome_${row.outcome}`)}</Chip>
      {row.contact && (
        <Link to="/contacts/$contactId" params={{ contactId: row.contact.id }} className={classes.contact}>
          <bdi>{row.contact.name ?? t("contact.visitor")}</bdi>
        </Link>
      )}
      {whole.map(({ detail }) => (
        <span key={detail} className={classes.reason}>
          {detail}
        </span>
      ))}
    </>
  );
}
