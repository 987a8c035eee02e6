import { Tooltip } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Inbox, LayoutGrid, Search, Settings, Users } from "lucide-react";
import { useMay } from "~/api/session";
import icon from "~/app/icon.svg";
import { useT } from "~/messages";
import { PresenceMenu } from "~/presence/PresenceMenu";
import classes from "./Rail.module.css";

export function Rail({ onSearch }: { onSearch: () => void }) {
  const t = useT();
  const mayBoard = useMay("board:read");
  const maySettings = useMay("directory:read");
  const places = [
    { to: "/inbox", icon: Inbox, label: t("nav.inbox"), shown: true },
    { to: "/contacts", icon: Users, label: t("nav.contacts"), shown: true },
    { to: "/board", icon: LayoutGrid, label: t("nav.board"), shown: mayBoard },
    { to: "/settings", icon: Settings, label: t("nav.settings"), shown: maySettings },
  ] as const;

  return (
    <nav className={classes.rail} aria-label={t("nav.main")}>
      <img className={classes.logo} src={icon} alt="" width={28} height={28} />
      {places
        .filter((place) => place.shown)
        .map(({ to, icon: Icon, label }) => (
          <Tooltip key={to} label={label} position="right">
            <Link to={to} className={classes.item} aria-label={label} activeProps={{ "data-active": true }}>
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
