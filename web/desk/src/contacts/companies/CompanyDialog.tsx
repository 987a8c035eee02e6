import { Button, Group, Textarea, TextInput } from "@mantine/core";
import { type Company, ProblemError, unwrap } from "@rapport/api-client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, ifMatch } from "~/api/client";
import { companyQuery } from "~/api/companies";
import { useT } from "~/messages";
import { Dialog } from "~/ui/Dialog";
import { toast, toastProblem } from "~/ui/toasts";
import classes from "../Form.module.css";

interface Props {
  /** None while a new one is made. */
  company: Company | null;
  onClose: () => void;
  onSaved: (company: Company) => void;
}

/** What is known of a company itself. */
export default function CompanyDialog({ company, onClose, onSaved }: Props) {
  const t = useT();
  const client = useQueryClient();
  const [name, setName] = useState(company?.name ?? "");
  const [website, setWebsite] = useState(company?.website ?? "");
  const [description, setDescription] = useState(company?.description ?? "");
  const [version, setVersion] = useState(company?.version ?? 0);
  const save = useMutation({
    mutationFn: () => {
      const body = {
        name: name.trim(),
        website: withScheme(website.trim()) || null,
        description: description.trim() || null,
      };
      if (!company) return unwrap(api.POST("/api/v1/companies", { body }));
      const params = { path: { id: company.id }, header: ifMatch(version) };
      return unwrap(api.PATCH("/api/v1/companies/{id}", { params, body }));
    },
    onSuccess: (saved) => {
      client.setQueryData(companyQuery(saved.id).queryKey, saved);
      void client.invalidateQueries({ queryKey: ["companies"] });
      void client.invalidateQueries({ queryKey: ["contacts"] });
      onClose();
      onSaved(saved);
    },
    onError: async (error) => {
      if (!(error instanceof ProblemError) || error.code === "network")
        return toastProblem(error, t("error.network"));
      if (company && error.code === "version_conflict") {
        // What I typed stays; saving once more puts it over what the other has written.
        toast("bad", t("companies.conflict"));
        const latest = await client.fetchQuery({ ...companyQuery(company.id), staleTime: 0 });
        setVersion(latest.version);
      }
    },
  });
  const problem = save.error instanceof ProblemError ? save.error : null;
  const errors = problem?.fieldErrors ?? {};
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Dialog onClose={onClose} title={company ? t("companies.edit") : t("companies.new")}>
      <form className={classes.form} onSubmit={submit}>
        <TextInput
          data-autofocus
          required
          label={t("companies.name")}
          dir="auto"
          maxLength={200}
          error={errors.name ?? (problem?.code === "taken" ? problem.message : undefined)}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={t("companies.website")}
          placeholder="https://company.example"
          dir="ltr"
          maxLength={200}
          error={errors.website}
          value={website}
          onChange={(event) => setWebsite(event.currentTarget.value)}
        />
        <Textarea
          label={t("companies.description")}
          description={t("companies.description_hint")}
          autosize
          minRows={2}
          maxRows={8}
          dir="auto"
          maxLength={2_000}
          error={errors.description}
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>
            {t("action.cancel")}
          </Button>
          <Button type="submit" loading={save.isPending} disabled={!name.trim()}>
            {company ? t("action.save") : t("companies.create")}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}

/** People write `company.example`. */
function withScheme(website: string): string {
  return website && !website.includes(":") ? `https://${website}` : website;
}
