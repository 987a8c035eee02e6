import { Tooltip } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Search } from "lucide-react";
import { useMe } from "~/api/session";
import icon from "~/app/icon.svg";
import { useT } from "~/messages";
import { PresenceMenu } from "~/presence/PresenceMenu";
import { placesFor } from "./places";
import classes from "./Rail.module.css";

export function Rail({ onSearch }: { onSearch: () => void }) {
  const t = useT();
  const { permissions } = useMe();

  return (
    <nav className={classes.rail} aria-label={t("nav.main")}>
      <img className={classes.logo} src={icon} alt="" width={28} height={28} />
      {placesFor(permissions).map(({ to, icon: Icon, label }) => (
        <Tooltip key={to} label={t(label)} position="right">
          <Link to={to} className={classes.item} aria-label={t(label)} activeProps={{ "data-active": true }}>
            <Icon size={20} strokeWidth={1.75} aria-hidden />
          </Link>
        </Tooltip>
      ))}
      <Tooltip label={`${t("palette.open")} (Ctrl K)`} position="right">
        <button type="button" className={classes.item} aria-label={t("palette.open")} onClick={onSearch}>
          <Search size={20} strokeWidth={1.75} aria-hidden />
        </button>
      </Tooltip>
      <div className={classes.foot}>
        <PresenceMenu />
      </div>
    </nav>
  );
}
