import { Button, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { Building2, Plus, Search } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { companiesQuery } from "~/api/companies";
import { useMay } from "~/api/session";
import { useT } from "~/messages";
import { EmptyState } from "~/ui/EmptyState";
import { Paged } from "~/ui/Paged";
import { Pane } from "~/ui/Pane";
import { ContactsTabs } from "../ContactsTabs";
import classes from "./Companies.module.css";
import { useContactsCount } from "./useContactsCount";

const CompanyDialog = lazy(() => import("./CompanyDialog"));

const SEARCH_AFTER_MS = 250;

/** What contacts belong to, by name. */
export function CompaniesPage({ query }: { query: string }) {
  const t = useT();
  const navigate = useNavigate();
  const mayWrite = useMay("contacts:write");
  const [typed, setTyped] = useState(query);
  const [adding, setAdding] = useState(false);
  const search = useDebouncedCallback(
    (words: string) =>
      void navigate({ to: "/contacts/companies", search: words ? { query: words } : {}, replace: true }),
    SEARCH_AFTER_MS,
  );
  return (
    <Pane
      title={t("nav.contacts")}
      purpose={t("companies.purpose")}
      actions={
        mayWrite && (
          <Button size="xs" leftSection={<Plus size={14} aria-hidden />} onClick={() => setAdding(true)}>
            {t("companies.new")}
          </Button>
        )
      }
    >
      <ContactsTabs />
      <TextInput
        className={classes.search}
        leftSection={<Search size={15} />}
        placeholder={t("companies.search")}
        aria-label={t("companies.search")}
        maxLength={200}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          search(event.currentTarget.value.trim());
        }}
      />
      <Companies query={query} />
      <Suspense>
        {adding && (
          <CompanyDialog
            company={null}
            onClose={() => setAdding(false)}
            onSaved={({ id }) =>
              void navigate({ to: "/contacts/companies/$companyId", params: { companyId: id } })
            }
          />
        )}
      </Suspense>
    </Pane>
  );
}

function Companies({ query: words }: { query: string }) {
  const t = useT();
  const contactsCount = useContactsCount();
  const query = useInfiniteQuery({
    ...companiesQuery(words),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
  const empty = (
    <EmptyState
      icon={Building2}
      title={t(words ? "action.nothing_found" : "companies.none")}
      hint={words ? undefined : t("companies.none_hint")}
    />
  );
  return (
    <Paged query={query} empty={empty}>
      {(companies) => (
        <ul className={classes.list}>
          {companies.map((company) => (
            <li key={company.id}>
              <Link
                to="/contacts/companies/$companyId"
                params={{ companyId: company.id }}
                className={classes.row}
              >
                <span className={classes.name} dir="auto">
                  {company.name}
                </span>
                <span className={classes.website} dir="ltr">
                  {company.website}
                </span>
                <span className={classes.count}>{contactsCount(company.contacts_count)}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Paged>
  );
}
