import { Link } from "@tanstack/react-router";
import type { LucideIcon } from "lucide-react";
import { useIntl } from "react-intl";
import { isSaved } from "./useList";
import classes from "./ViewNav.module.css";

interface Props {
  view: string;
  current: string;
  icon: LucideIcon;
  label: string;
  /** What waits there; undefined until it is known. */
  count: number | undefined;
  /** A count of so many stands for as many and more. */
  countMax?: number;
}

export function ViewLink({ view, current, icon: Icon, label, count, countMax }: Props) {
  const intl = useIntl();
  return (
    <Link
      to="/inbox/$view"
      params={{ view }}
      search={(search) => (isSaved(view) ? {} : search)}
      className={classes.link}
      aria-current={view === current ? "page" : undefined}
    >
      <Icon size={15} strokeWidth={1.9} aria-hidden />
      <span className={classes.label}>{label}</span>
      {count !== undefined && count > 0 && (
        <span className={classes.count}>
          {count === countMax
            ? `${intl.formatNumber(count - 1)}+`
            : intl.formatNumber(count, { notation: count > 9999 ? "compact" : "standard" })}
        </span>
      )}
    </Link>
  );
}
