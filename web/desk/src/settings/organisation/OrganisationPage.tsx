import { Alert, Button, TextInput } from "@mantine/core";
import { ProblemError } from "@rapport/api-client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { renameOrganisation } from "~/api/organisation";
import { sessionQuery, useMay, useMe } from "~/api/session";
import { applyOrganisation } from "~/cache/apply";
import { useT } from "~/messages";
import { Pane } from "~/ui/Pane";
import { toast } from "~/ui/toasts";
import { ConflictAlert } from "../directory/ConflictAlert";
import classes from "./OrganisationPage.module.css";

const isConflict = (error: unknown) => error instanceof ProblemError && error.code === "version_conflict";

export function OrganisationPage() {
  const t = useT();
  const client = useQueryClient();
  const mayManage = useMay("directory:manage");
  const stored = useMe().organisation;
  // As it was when I began to write; a colleague's change shows as a difference to it.
  const [base, setBase] = useState(stored);
  const [typed, setTyped] = useState<string | null>(null);
  const name = typed ?? stored.name;
  const dirty = typed !== null && typed !== base.name;
  const conflict = dirty && stored.version !== base.version;

  const save = useMutation({
    mutationFn: () => renameOrganisation(name.trim(), base.version),
    onSuccess: (organisation) => {
      applyOrganisation(client, organisation);
      setBase(organisation);
      setTyped(null);
      toast("good", t("settings.saved"));
    },
    onError: (error) => {
      if (!isConflict(error)) return;
      // The colleague's name has not come in yet; with it the page shows the difference.
      save.reset();
      void client.invalidateQueries({ queryKey: sessionQuery.queryKey });
    },
  });
  const problem = save.error instanceof ProblemError ? save.error : null;
  const fieldError = problem?.fieldErrors.name;

  const reload = (keepMine: boolean) => {
    setBase(stored);
    if (!keepMine) setTyped(null);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };

  return (
    <Pane title={t("settings.organisation.title")} purpose={t("purpose.organisation")}>
      <form className={classes.form} onSubmit={submit} noValidate>
        {conflict && <ConflictAlert busy={false} onReload={reload} />}
        {save.error && !fieldError && (
          <Alert color="red" variant="light" role="alert">
            {save.error.message}
          </Alert>
        )}
        {!mayManage && <p className={classes.readOnly}>{t("settings.read_only")}</p>}
        <TextInput
          label={t("setup.organisation_name")}
          description={t("organisation.name_hint")}
          required
          autoComplete="organization"
          disabled={!mayManage}
          error={fieldError}
          value={name}
          onChange={(event) => {
            if (typed === null) setBase(stored);
            setTyped(event.currentTarget.value);
          }}
        />
        {mayManage && (
          <Button
            type="submit"
            className={classes.save}
            disabled={!dirty || conflict || name.trim() === ""}
            loading={save.isPending}
          >
            {t("action.save")}
          </Button>
        )}
      </form>
    </Pane>
  );
}
