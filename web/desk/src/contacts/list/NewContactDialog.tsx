import { Button, Group, Select, TextInput } from "@mantine/core";
import { type Company, ProblemError, unwrap } from "@rapport/api-client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { api } from "~/api/client";
import { useT } from "~/messages";
import { useLanguageOptions } from "~/settings/controls/locale";
import { Dialog } from "~/ui/Dialog";
import { toastProblem } from "~/ui/toasts";
import { CompanySelect } from "../details/CompanySelect";
import classes from "../Form.module.css";

/** Writes somebody down who has not written yet. */
export default function NewContactDialog({ onClose }: { onClose: () => void }) {
  const t = useT();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [phone, setPhone] = useState("");
  const [company, setCompany] = useState<Pick<Company, "id" | "name"> | null>(null);
  const [language, setLanguage] = useState<string | null>(null);
  const languages = useLanguageOptions(language ? [language] : []);
  const identities = [
    ...(email.trim() ? [{ kind: "email" as const, value: email.trim() }] : []),
    ...(phone.trim() ? [{ kind: "phone" as const, value: phone.trim() }] : []),
  ];
  const create = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST("/api/v1/contacts", {
          body: {
            name: name.trim() || null,
            language,
            company_id: company?.id ?? null,
            identities,
          },
        }),
      ),
    onSuccess: ({ id }) => {
      void client.invalidateQueries({ queryKey: ["contacts"] });
      onClose();
      void navigate({ to: "/contacts/$contactId", params: { contactId: id } });
    },
    onError: (error) => {
      if (!(error instanceof ProblemError) || error.code === "network")
        toastProblem(error, t("error.network"));
    },
  });
  const problem = create.error instanceof ProblemError ? create.error : null;
  const errors = problem?.fieldErrors ?? {};
  const errorOf = (kind: string) => {
    const place = identities.findIndex((identity) => identity.kind === kind);
    return place < 0 ? undefined : errors[`identities[${place}].value`];
  };
  const holder =
    problem?.code === "identity_taken" ? /contact_[0-9a-z]{26}/.exec(problem.message)?.[0] : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <Dialog onClose={onClose} title={t("contacts.new")}>
      <form className={classes.form} onSubmit={submit}>
        <TextInput
          data-autofocus
          label={t("contacts.name")}
          dir="auto"
          maxLength={200}
          error={errors.name}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={t("contacts.email")}
          dir="ltr"
          maxLength={254}
          error={errorOf("email")}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <TextInput
          label={t("contacts.phone")}
          placeholder="+49421123456"
          dir="ltr"
          maxLength={40}
          error={errorOf("phone")}
          value={phone}
          onChange={(event) => setPhone(event.currentTarget.value)}
        />
        <CompanySelect label={t("details.company")} mayCreate value={company} onChange={setCompany} />
        <Select
          label={t("details.language")}
          searchable
          clearable
          nothingFoundMessage={t("action.nothing_found")}
          data={languages}
          value={language}
          onChange={setLanguage}
        />
        {holder && (
          <p className={classes.taken} role="alert">
            {t("identities.taken")}{" "}
            <Link to="/contacts/$contactId" params={{ contactId: holder }} onClick={onClose}>
              {t("identities.taken_open")}
            </Link>
          </p>
        )}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>
            {t("action.cancel")}
          </Button>
          <Button type="submit" loading={create.isPending} disabled={!name.trim() && identities.length === 0}>
            {t("contacts.create")}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}
