import { Button, Select, TextInput } from "@mantine/core";
import { ProblemError } from "@rapport/api-client";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useT } from "~/messages";
import { toastProblem } from "~/ui/toasts";
import type { IdentityKind } from "../list/filter";
import classes from "./IdentityForm.module.css";
import { useIdentities } from "./useIdentities";

/** Browsers make themselves known. */
const KINDS: readonly IdentityKind[] = ["email", "phone", "external"];
const EXAMPLES = { email: "vera@example.com", phone: "+49421123456", external: "C-1042", visitor: "" };

/** Asks for another address of a contact. */
export default function IdentityForm({ contactId, onClose }: { contactId: string; onClose: () => void }) {
  const t = useT();
  const [kind, setKind] = useState<IdentityKind>("email");
  const [value, setValue] = useState("");
  const { add } = useIdentities(contactId);
  const problem = add.error instanceof ProblemError ? add.error : null;
  const wrong = problem?.fieldErrors.value;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate(
      { kind, value },
      {
        onSuccess: onClose,
        onError: (error) => {
          const placed = error instanceof ProblemError && (error.fieldErrors.value || isTaken(error));
          if (!placed) toastProblem(error, t("error.network"));
        },
      },
    );
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <div className={classes.fields}>
        <Select
          size="xs"
          aria-label={t("identities.kind")}
          allowDeselect={false}
          data={KINDS.map((one) => ({ value: one, label: t(`identities.kind.${one}`) }))}
          value={kind}
          onChange={(next) => setKind((next as IdentityKind | null) ?? kind)}
        />
        <TextInput
          size="xs"
          autoFocus
          dir="ltr"
          aria-label={t("identities.value")}
          placeholder={EXAMPLES[kind]}
          maxLength={254}
          error={wrong}
          value={value}
          onChange={(event) => {
            setValue(event.currentTarget.value);
            add.reset();
          }}
        />
      </div>
      {problem && isTaken(problem) && <Taken problem={problem} />}
      <div className={classes.buttons}>
        <Button type="submit" size="compact-xs" disabled={!value.trim()} loading={add.isPending}>
          {t("action.add")}
        </Button>
        <Button variant="default" size="compact-xs" onClick={onClose}>
          {t("action.cancel")}
        </Button>
      </div>
    </form>
  );
}

const isTaken = (error: ProblemError) => error.code === "identity_taken";

/** Whose it is, to look there before anything is taken from them. */
function Taken({ problem }: { problem: ProblemError }) {
  const t = useT();
  const holder = /contact_[0-9a-z]{26}/.exec(problem.message)?.[0];
  return (
    <p className={classes.taken} role="alert">
      {t("identities.taken")}{" "}
      {holder && (
        <Link to="/contacts/$contactId" params={{ contactId: holder }}>
          {t("identities.taken_open")}
        </Link>
      )}
    </p>
  );
}
