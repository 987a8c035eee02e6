import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type EmailSettings, type MailFault, testMailServers } from "~/api/mail";
import { useT } from "~/messages";
import { useProblemToast } from "~/ui/useProblemToast";
import type { ControlProps } from "../directory/form";
import classes from "./Mail.module.css";

type Draft = EmailSettings & { password?: string };

/** Signs in at the mail servers as they are written above, and says what is wrong. */
export function MailTest({ value }: ControlProps<Draft | undefined>) {
  const t = useT();
  const test = useMutation({
    mutationFn: ({ password = "", ...email }: Draft) => testMailServers(email, password),
    onError: useProblemToast(),
  });
  const ready = Boolean(value?.password && value.address && value.incoming?.host && value.outgoing?.host);
  return (
    <div className={classes.test}>
      <Button
        variant="default"
        size="xs"
        disabled={!ready}
        loading={test.isPending}
        onClick={() => value && test.mutate(value)}
      >
        {t("mail.test")}
      </Button>
      {!ready && <p className={classes.hint}>{t("mail.test_hint")}</p>}
      <div role="status">
        {test.data && (
          <ul className={classes.results}>
            <Result what={t("mail.test_incoming")} fault={test.data.incoming ?? null} />
            <Result what={t("mail.test_outgoing")} fault={test.data.outgoing ?? null} />
          </ul>
        )}
      </div>
    </div>
  );
}

function Result({ what, fault }: { what: string; fault: MailFault | null }) {
  const t = useT();
  return (
    <li data-fine={fault === null}>
      <strong>{what}</strong> <span>{fault ? fault.detail : t("mail.test_fine")}</span>
    </li>
  );
}
