import { TextInput } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { ListChecks, Search } from "lucide-react";
import { useState } from "react";
import { useMe } from "~/api/session";
import { useFirstSteps } from "~/firstSteps/useFirstSteps";
import { useT } from "~/messages";
import classes from "./SettingsMenu.module.css";
import { searchPages } from "./searchPages";

export function SettingsMenu() {
  const t = useT();
  const { permissions } = useMe();
  const firstSteps = useFirstSteps();
  const [typed, setTyped] = useState("");
  const groups = searchPages(typed, permissions, t);
  return (
    <aside className={classes.menu}>
      <h1>{t("nav.settings")}</h1>
      <TextInput
        size="xs"
        leftSection={<Search size={14} />}
        placeholder={t("settings.search")}
        aria-label={t("settings.search")}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <nav aria-label={t("nav.settings")}>
        {firstSteps && typed === "" && (
          <Link to="/settings/first-steps" className={classes.link}>
            <ListChecks size={15} strokeWidth={1.9} aria-hidden />
            {t("first_steps.title")}
            <span className={classes.count}>
              {t("first_steps.progress_short", {
                done: firstSteps.filter((step) => step.done).length,
                all: firstSteps.length,
              })}
            </span>
          </Link>
        )}
        {groups.map(({ group, pages }) => (
          <section key={group}>
            <h2>{t(group)}</h2>
            {pages.map(({ to, icon: Icon, title }) => (
              <Link key={to} to={to} className={classes.link}>
                <Icon size={15} strokeWidth={1.9} aria-hidden />
                {t(title)}
              </Link>
            ))}
          </section>
        ))}
        {groups.length === 0 && <p className={classes.none}>{t("action.nothing_found")}</p>}
      </nav>
    </aside>
  );
}
