import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Users } from "lucide-react";
import { contactsQuery } from "~/api/contacts";
import { useT } from "~/messages";
import { EmptyState } from "~/ui/EmptyState";
import { Paged } from "~/ui/Paged";
import { ContactRow } from "../ContactRow";
import classes from "../ContactsPage.module.css";
import { type ContactFilter, isNarrowed } from "./filter";

export function ContactList({ filter }: { filter: ContactFilter }) {
  const t = useT();
  const narrowed = isNarrowed(filter);
  const query = useInfiniteQuery({
    ...contactsQuery(filter),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
  const empty = (
    <EmptyState
      icon={Users}
      title={t(narrowed ? "contacts.none_match" : "contacts.none")}
      hint={t(narrowed ? "contacts.none_match_hint" : "contacts.none_hint")}
    />
  );
  return (
    <Paged query={query} empty={empty}>
      {(contacts) => (
        <ul className={classes.list}>
          {contacts.map((contact) => (
            <ContactRow key={contact.id} contact={contact} />
          ))}
        </ul>
      )}
    </Paged>
  );
}
