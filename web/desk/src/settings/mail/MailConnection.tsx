import { useQuery } from "@tanstack/react-query";
import { useIntl } from "react-intl";
import { mailConnectionQuery } from "~/api/mail";
import { useT } from "~/messages";
import classes from "./Mail.module.css";

/** How an inbox is connected with its mailbox, as it is now. */
export function MailConnection({ inboxId }: { inboxId: string }) {
  const t = useT();
  const intl = useIntl();
  const { data } = useQuery(mailConnectionQuery(inboxId));
  if (!data) return null;
  const at = data.at ? intl.formatTime(data.at, { timeStyle: "medium" }) : "";
  return (
    <section className={classes.connection} data-state={data.state} role="status">
      <p>
        <span className={classes.light} aria-hidden />
        <strong>{t(`mail.${data.state}`, { at })}</strong>
      </p>
      {data.fault && <p>{data.fault.detail}</p>}
      {data.state === "off" && <p>{t("mail.off_hint")}</p>}
    </section>
  );
}
