import type { Identity } from "@rapport/api-client";
import { BadgeCheck, CircleDashed } from "lucide-react";
import { type MessageId, useT } from "~/messages";
import classes from "./Identities.module.css";

const KNOWN_KINDS = ["visitor", "email", "phone", "xmpp", "handle", "external"];

export function Identities({ identities }: { identities: Identity[] }) {
  const t = useT();
  if (identities.length === 0) return <p className={classes.none}>{t("identities.none")}</p>;
  return (
    <ul className={classes.list}>
      {identities.map(({ id, kind, value, verified }) => (
        <li key={id}>
          {verified ? (
            <BadgeCheck size={14} className={classes.verified} aria-label={t("identities.verified")} />
          ) : (
            <CircleDashed size={14} aria-label={t("identities.unverified")} />
          )}
          <span className={classes.value} title={value}>
            {value}
          </span>
          <small>{KNOWN_KINDS.includes(kind) ? t(`identities.kind.${kind}` as MessageId) : kind}</small>
        </li>
      ))}
    </ul>
  );
}
