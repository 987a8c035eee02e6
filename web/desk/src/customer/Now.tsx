import type { Contact } from "@rapport/api-client";
import { Globe, Languages } from "lucide-react";
import { useIntl } from "react-intl";
import { useT } from "~/messages";
import { RelativeTime } from "~/time/RelativeTime";
import classes from "./Now.module.css";
import { PageLink } from "./PageLink";

/** Where they are at this moment, or were last seen. */
export function Now({ contact, online }: { contact: Contact; online: boolean }) {
  const t = useT();
  const intl = useIntl();
  const { page, language, last_seen_at } = contact;
  return (
    <ul className={classes.list}>
      {page && (
        <li>
          <Globe size={14} aria-hidden />
          <span>
            <PageLink page={page} />
            <small>
              {online ? t("customer.on_page_since") : t("customer.last_page")} <RelativeTime at={page.at} />
            </small>
          </span>
        </li>
      )}
      {!page && (
        <li>
          <Globe size={14} aria-hidden />
          <span>{t("customer.no_page")}</span>
        </li>
      )}
      {!online && last_seen_at && (
        <li>
          <span className={classes.offline} aria-hidden />
          <span>
            {t("customer.last_seen")} <RelativeTime at={last_seen_at} />
          </span>
        </li>
      )}
      {language && (
        <li>
          <Languages size={14} aria-hidden />
          <span>{intl.formatDisplayName(language, { type: "language" }) ?? language}</span>
        </li>
      )}
    </ul>
  );
}
