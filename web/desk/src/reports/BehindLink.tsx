import { Link } from "@tanstack/react-router";
import { useIntl } from "react-intl";
import { useT } from "~/messages";
import type { Behind } from "./behind";
import type { ReportFilter } from "./filter";
import classes from "./Reports.module.css";

interface Props {
  filter: ReportFilter;
  behind: Behind;
  /** How many conversations there are behind it. */
  count: number;
  /** What they have in common, when the row does not say it alone. */
  what: string;
}

/** A number of conversations, one click away from them. */
export function BehindLink({ filter, behind, count, what }: Props) {
  const t = useT();
  const intl = useIntl();
  if (count === 0) return <>{intl.formatNumber(0)}</>;
  return (
    <Link
      to="/reports/conversations"
      search={{ ...filter, ...behind }}
      className={classes.behind}
      aria-label={t("reports.behind_of", { count, what })}
    >
      {intl.formatNumber(count)}
    </Link>
  );
}
