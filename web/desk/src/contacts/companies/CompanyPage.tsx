import { Button, Group } from "@mantine/core";
import { type Company, unwrap } from "@rapport/api-client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { api } from "~/api/client";
import { companyQuery } from "~/api/companies";
import { useMay } from "~/api/session";
import { useT } from "~/messages";
import { DetailPage } from "~/ui/DetailPage";
import { Dialog } from "~/ui/Dialog";
import { ErrorState } from "~/ui/ErrorState";
import { ListSkeleton } from "~/ui/ListSkeleton";
import { toast } from "~/ui/toasts";
import { useProblemToast } from "~/ui/useProblemToast";
import { ContactList } from "../list/ContactList";
import classes from "./Companies.module.css";
import { useContactsCount } from "./useContactsCount";

const CompanyDialog = lazy(() => import("./CompanyDialog"));

/** One company, and who belongs to it. */
export function CompanyPage({ companyId }: { companyId: string }) {
  const mayWrite = useMay("contacts:write");
  const contactsCount = useContactsCount();
  const { data: company, error, refetch } = useQuery(companyQuery(companyId));
  if (error && !company) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!company) return <ListSkeleton />;
  const about = (
    <>
      {company.website && (
        <a href={company.website} target="_blank" rel="noreferrer noopener" dir="ltr">
          {company.website}
        </a>
      )}
      <span>{contactsCount(company.contacts_count)}</span>
    </>
  );
  return (
    <DetailPage
      back="/contacts/companies"
      title={company.name}
      about={about}
      actions={mayWrite && <Actions company={company} />}
    >
      {company.description && (
        <p className={classes.description} dir="auto">
          {company.description}
        </p>
      )}
      <ContactList filter={{ company_id: company.id }} />
    </DetailPage>
  );
}

function Actions({ company }: { company: Company }) {
  const t = useT();
  const [asked, setAsked] = useState<"edit" | "remove" | null>(null);
  const close = () => setAsked(null);
  return (
    <Group gap={8} className={classes.actions}>
      <Button variant="default" size="xs" onClick={() => setAsked("edit")}>
        {t("action.edit")}
      </Button>
      <Button variant="default" size="xs" onClick={() => setAsked("remove")}>
        {t("action.remove")}
      </Button>
      <Suspense>
        {asked === "edit" && <CompanyDialog company={company} onClose={close} onSaved={close} />}
      </Suspense>
      {asked === "remove" && <RemoveDialog company={company} onClose={close} />}
    </Group>
  );
}

function RemoveDialog({ company, onClose }: { company: Company; onClose: () => void }) {
  const t = useT();
  const client = useQueryClient();
  const navigate = useNavigate();
  const remove = useMutation({
    mutationFn: () => unwrap(api.DELETE("/api/v1/companies/{id}", { params: { path: { id: company.id } } })),
    onSuccess: async () => {
      toast("good", t("companies.removed", { name: company.name }));
      await navigate({ to: "/contacts/companies" });
      client.removeQueries({ queryKey: companyQuery(company.id).queryKey });
      void client.invalidateQueries({ queryKey: ["companies"] });
      void client.invalidateQueries({ queryKey: ["contacts"] });
    },
    onError: useProblemToast(),
  });
  return (
    <Dialog onClose={onClose} title={t("companies.remove_title", { name: company.name })}>
      <p className={classes.hint}>{t("companies.remove_hint")}</p>
      <Group justify="flex-end" gap={8}>
        <Button variant="default" data-autofocus onClick={onClose}>
          {t("action.cancel")}
        </Button>
        <Button color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
          {t("action.remove")}
        </Button>
      </Group>
    </Dialog>
  );
}
