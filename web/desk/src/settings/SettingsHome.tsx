import { Link } from "@tanstack/react-router";
import { useMe } from "~/api/session";
import { useT } from "~/messages";
import { Pane } from "~/ui/Pane";
import { allSettingsPages } from "./pages";
import classes from "./SettingsHome.module.css";

/** Every page with the sentence that says what it is for. */
export function SettingsHome() {
  const t = useT();
  const { organisation, permissions } = useMe();
  return (
    <Pane title={organisation.name} purpose={t("purpose.home")}>
      <ul className={classes.list}>
        {allSettingsPages
          .filter((page) => permissions.includes(page.needs))
          .map(({ to, icon: Icon, title, purpose }) => (
            <li key={to}>
              <Link to={to} className={classes.link}>
                <Icon size={18} strokeWidth={1.75} aria-hidden />
                <span>
                  <strong>{t(title)}</strong>
                  <span>{t(purpose)}</span>
                </span>
              </Link>
            </li>
          ))}
      </ul>
    </Pane>
  );
}
