import { Button, Switch, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Search, Users } from "lucide-react";
import { useState } from "react";
import { contactsQuery } from "~/api/contacts";
import { useT } from "~/messages";
import { EmptyState } from "~/ui/EmptyState";
import { ErrorState } from "~/ui/ErrorState";
import { ListSkeleton } from "~/ui/ListSkeleton";
import { Pane } from "~/ui/Pane";
import { ContactRow } from "./ContactRow";
import classes from "./ContactsPage.module.css";

const SEARCH_AFTER_MS = 250;

interface Props {
  query: string;
  /** Only those from whom nothing more is taken. */
  blocked: boolean;
}

export function ContactsPage({ query, blocked }: Props) {
  const t = useT();
  const navigate = useNavigate();
  const [typed, setTyped] = useState(query);
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    ...contactsQuery(query, blocked),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
  const search = useDebouncedCallback(
    (words: string) =>
      void navigate({ to: "/contacts", search: words ? { query: words } : {}, replace: true }),
    SEARCH_AFTER_MS,
  );
  const contacts = data?.pages.flatMap((page) => page.items);

  return (
    <Pane title={t("nav.contacts")} purpose={t("contacts.purpose")}>
      <div className={classes.tools}>
        <TextInput
          className={classes.search}
          leftSection={<Search size={15} />}
          placeholder={t("contacts.search")}
          aria-label={t("contacts.search")}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            search(event.currentTarget.value.trim());
          }}
        />
        <Switch
          size="xs"
          label={t("contacts.only_blocked")}
          checked={blocked}
          onChange={(event) => {
            setTyped("");
            void navigate({ to: "/contacts", search: event.currentTarget.checked ? { blocked: true } : {} });
          }}
        />
      </div>
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !contacts ? (
        <ListSkeleton />
      ) : contacts.length === 0 ? (
        <EmptyState
          icon={Users}
          title={blocked ? t("contacts.none_blocked") : t(query ? "action.nothing_found" : "contacts.none")}
          hint={blocked ? undefined : t(query ? "contacts.nothing_found_hint" : "contacts.none_hint")}
        />
      ) : (
        <>
          <ul className={classes.list}>
            {contacts.map((contact) => (
              <ContactRow key={contact.id} contact={contact} />
            ))}
          </ul>
          {hasNextPage && (
            <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              {t("action.load_more")}
            </Button>
          )}
        </>
      )}
    </Pane>
  );
}
