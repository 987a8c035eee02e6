import { Alert, Button, Group, MultiSelect, Select, TextInput } from "@mantine/core";
import { type CreatedToken, type Permission, ProblemError, unwrap } from "@rapport/api-client";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api } from "~/api/client";
import { useMe } from "~/api/session";
import { useT } from "~/messages";
import { Dialog } from "~/ui/Dialog";
import classes from "./TokensPage.module.css";

const DAY_MS = 86_400_000;
const DAYS = ["30", "90", "365"];

interface Props {
  onClose: () => void;
  onCreated: (token: CreatedToken) => void;
}

export function NewTokenDialog({ onClose, onCreated }: Props) {
  const t = useT();
  const { permissions } = useMe();
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<Permission[]>([]);
  const [days, setDays] = useState<string>("90");
  const create = useMutation({
    mutationFn: () => {
      const expires_at = new Date(Date.now() + Number(days) * DAY_MS).toISOString();
      return unwrap(api.POST("/api/v1/tokens", { body: { name: name.trim(), scopes, expires_at } }));
    },
    onSuccess: onCreated,
  });
  const errors = create.error instanceof ProblemError ? create.error.fieldErrors : {};

  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <Dialog onClose={onClose} title={t("tokens.add")}>
      <form onSubmit={submit} className={classes.form}>
        {create.error && Object.keys(errors).length === 0 && (
          <Alert color="red" variant="light" role="alert">
            {create.error.message}
          </Alert>
        )}
        <TextInput
          data-autofocus
          required
          label={t("field.name")}
          description={t("tokens.name_hint")}
          error={errors.name}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <MultiSelect
          label={t("tokens.scopes")}
          description={t("tokens.scopes_hint")}
          error={errors.scopes}
          data={permissions}
          value={scopes}
          onChange={(value) => setScopes(value as Permission[])}
        />
        <Select
          label={t("tokens.expiry")}
          error={errors.expires_at}
          allowDeselect={false}
          data={DAYS.map((value) => ({ value, label: t("tokens.days", { count: Number(value) }) }))}
          value={days}
          onChange={(value) => value && setDays(value)}
        />
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>
            {t("action.cancel")}
          </Button>
          <Button type="submit" disabled={!name.trim() || scopes.length === 0} loading={create.isPending}>
            {t("tokens.add")}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}
