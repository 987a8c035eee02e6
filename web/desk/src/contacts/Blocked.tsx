import type { Contact } from "@rapport/api-client";
import { useIntl } from "react-intl";
import { useT } from "~/messages";
import { Chip } from "~/ui/Chip";

/** That nothing more is taken from somebody; who said so, when and why on hover. */
export function Blocked({ contact }: { contact: Contact }) {
  const t = useT();
  const intl = useIntl();
  if (!contact.blocked) return null;
  const { at, by, reason } = contact.blocked;
  const who = t("contacts.blocked_by", {
    name: by.name ?? t(`actor.${by.kind}`),
    when: intl.formatDate(at, { dateStyle: "medium" }),
  });
  return (
    <Chip tone="bad">
      <span title={reason ? `${who}: ${reason}` : who}>{t("contacts.blocked")}</span>
    </Chip>
  );
}
