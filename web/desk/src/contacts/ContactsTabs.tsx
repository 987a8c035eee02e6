import { Link } from "@tanstack/react-router";
import { useMay } from "~/api/session";
import { useT } from "~/messages";
import classes from "./ContactsTabs.module.css";

/** The parts of the area of contacts. */
export function ContactsTabs() {
  const t = useT();
  const mayTransfer = useMay("contacts:transfer");
  return (
    <nav className={classes.tabs} aria-label={t("contacts.area")}>
      <Link to="/contacts" activeOptions={{ exact: true, includeSearch: false }}>
        {t("contacts.people")}
      </Link>
      <Link to="/contacts/companies">{t("companies.title")}</Link>
      {mayTransfer && <Link to="/contacts/imports">{t("imports.title")}</Link>}
    </nav>
  );
}
