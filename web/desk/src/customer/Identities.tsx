import { ActionIcon, Button } from "@mantine/core";
import type { Contact, Identity } from "@rapport/api-client";
import { BadgeCheck, CircleDashed, Plus, X } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useMay } from "~/api/session";
import { useIdentities } from "~/contacts/details/useIdentities";
import type { IdentityKind } from "~/contacts/list/filter";
import { type MessageId, useT } from "~/messages";
import { toast } from "~/ui/toasts";
import { useProblemToast } from "~/ui/useProblemToast";
import classes from "./Identities.module.css";

const IdentityForm = lazy(() => import("~/contacts/details/IdentityForm"));

const KNOWN_KINDS = ["visitor", "email", "phone", "xmpp", "handle", "external"];

/** By what somebody is known, and more of it. */
export function Identities({ contact }: { contact: Contact }) {
  const t = useT();
  const mayWrite = useMay("contacts:write");
  const [adding, setAdding] = useState(false);
  const { identities } = contact;
  const { add, remove } = useIdentities(contact.id);
  const onError = useProblemToast();
  const take = ({ id, kind, value, verified }: Identity) =>
    remove.mutate(id, {
      onError,
      onSuccess: () =>
        toast("good", t("identities.removed", { value }), {
          label: t("action.undo"),
          run: () => add.mutate({ kind: kind as IdentityKind, value, verified }, { onError }),
        }),
    });
  return (
    <>
      {identities.length === 0 && <p className={classes.none}>{t("identities.none")}</p>}
      <ul className={classes.list}>
        {identities.map((identity) => (
          <Row
            key={identity.id}
            identity={identity}
            isGoing={remove.isPending && remove.variables === identity.id}
            onRemove={mayWrite && identity.kind !== "visitor" ? () => take(identity) : undefined}
          />
        ))}
      </ul>
      {adding ? (
        <Suspense>
          <IdentityForm contactId={contact.id} onClose={() => setAdding(false)} />
        </Suspense>
      ) : (
        mayWrite && (
          <Button
            className={classes.add}
            variant="subtle"
            color="gray"
            size="compact-xs"
            leftSection={<Plus size={13} />}
            onClick={() => setAdding(true)}
          >
            {t("identities.add")}
          </Button>
        )
      )}
    </>
  );
}

interface RowProps {
  identity: Identity;
  isGoing: boolean;
  onRemove: (() => void) | undefined;
}

function Row({ identity, isGoing, onRemove }: RowProps) {
  const t = useT();
  const { kind, value, verified } = identity;
  return (
    <li>
      {verified ? (
        <BadgeCheck size={14} className={classes.verified} aria-label={t("identities.verified")} />
      ) : (
        <CircleDashed size={14} aria-label={t("identities.unverified")} />
      )}
      <span className={classes.value} title={value}>
        {value}
      </span>
      <small>{KNOWN_KINDS.includes(kind) ? t(`identities.kind.${kind}` as MessageId) : kind}</small>
      {onRemove && (
        <ActionIcon
          size="sm"
          className={classes.remove}
          aria-label={t("identities.remove", { value })}
          loading={isGoing}
          onClick={onRemove}
        >
          <X size={14} />
        </ActionIcon>
      )}
    </li>
  );
}
