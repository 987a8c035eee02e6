import { Link } from "@tanstack/react-router";
import type { LucideIcon } from "lucide-react";
import { useIntl } from "react-intl";
import classes from "./ViewNav.module.css";

interface Props {
  view: string;
  current: string;
  icon: LucideIcon;
  label: string;
  /** Open conversations; undefined until it is known. */
  count: number | undefined;
}

export function ViewLink({ view, current, icon: Icon, label, count }: Props) {
  const intl = useIntl();
  return (
    <Link
      to="/inbox/$view"
      params={{ view }}
      search={(search) => search}
      className={classes.link}
      aria-current={view === current ? "page" : undefined}
    >
      <Icon size={15} strokeWidth={1.9} aria-hidden />
      <span className={classes.label}>{label}</span>
      {count !== undefined && count > 0 && (
        <span className={classes.count}>
          {intl.formatNumber(count, { notation: count > 9999 ? "compact" : "standard" })}
        </span>
      )}
    </Link>
  );
}
