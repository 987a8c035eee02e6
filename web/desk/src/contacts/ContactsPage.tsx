import { Button, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useNavigate } from "@tanstack/react-router";
import { Download, Plus, Search } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useMay } from "~/api/session";
import { useT } from "~/messages";
import { Pane } from "~/ui/Pane";
import classes from "./ContactsPage.module.css";
import { ContactsTabs } from "./ContactsTabs";
import { ContactList } from "./list/ContactList";
import { Filters } from "./list/Filters";
import { type ContactFilter, changed, exportPath } from "./list/filter";
import { SegmentBar } from "./list/SegmentBar";

const NewContactDialog = lazy(() => import("./list/NewContactDialog"));

const SEARCH_AFTER_MS = 250;

/** Everybody, or those to whom all of the filter applies. */
export function ContactsPage({ filter }: { filter: ContactFilter }) {
  const t = useT();
  const navigate = useNavigate();
  const mayWrite = useMay("contacts:write");
  const mayTransfer = useMay("contacts:transfer");
  const [typed, setTyped] = useState(filter.query ?? "");
  const [adding, setAdding] = useState(false);
  const show = (change: Partial<ContactFilter>, replace = false) =>
    void navigate({ to: "/contacts", search: changed(filter, change), replace });
  const search = useDebouncedCallback((query: string) => show({ query }, true), SEARCH_AFTER_MS);
  return (
    <Pane
      title={t("nav.contacts")}
      purpose={t("contacts.purpose")}
      actions={
        <>
          {mayTransfer && (
            <Button
              variant="default"
              size="xs"
              component="a"
              href={exportPath(filter)}
              download
              leftSection={<Download size={14} aria-hidden />}
            >
              {t("contacts.export")}
            </Button>
          )}
          {mayWrite && (
            <Button size="xs" leftSection={<Plus size={14} aria-hidden />} onClick={() => setAdding(true)}>
              {t("contacts.new")}
            </Button>
          )}
        </>
      }
    >
      <ContactsTabs />
      <SegmentBar chosen={filter.segment_id} onChoose={(segment_id) => show({ segment_id })} />
      <div className={classes.tools}>
        <TextInput
          className={classes.search}
          leftSection={<Search size={15} />}
          placeholder={t("contacts.search")}
          aria-label={t("contacts.search")}
          maxLength={200}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            search(event.currentTarget.value.trim());
          }}
        />
        <Filters
          filter={filter}
          onChange={show}
          onClear={() =>
            void navigate({ to: "/contacts", search: filter.query ? { query: filter.query } : {} })
          }
        />
      </div>
      <ContactList filter={filter} />
      <Suspense>{adding && <NewContactDialog onClose={() => setAdding(false)} />}</Suspense>
    </Pane>
  );
}
