import type { AuditRecord } from "@rapport/api-client";
import { useIntl } from "react-intl";
import { useT } from "~/messages";
import classes from "./AuditPage.module.css";

/** One record of the log; what exactly changed unfolds, as the server wrote it down. */
export function AuditRow({ record }: { record: AuditRecord }) {
  const t = useT();
  const intl = useIntl();
  return (
    <li>
      <details className={classes.record}>
        <summary>
          <time dateTime={record.at}>
            {intl.formatDate(record.at, { dateStyle: "short", timeStyle: "medium" })}
          </time>
          <span className={classes.actor}>{record.actor.name ?? t(`actor.${record.actor.kind}`)}</span>
          <code>{record.type}</code>
        </summary>
        <pre dir="ltr">{JSON.stringify(record.data, null, 2)}</pre>
      </details>
    </li>
  );
}
