import type { Contact } from "@rapport/api-client";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { contactDuplicatesQuery } from "~/api/contacts";

const Suggestion = lazy(() => import("./Suggestion"));

/** Where somebody may be the same person as another. Nothing, as long as that is not known. */
export function Duplicates({ contact }: { contact: Contact }) {
  const { data } = useQuery(contactDuplicatesQuery(contact.id));
  if (!data || data.items.length === 0) return null;
  return (
    <Suspense>
      <Suggestion contact={contact} duplicates={data.items} />
    </Suspense>
  );
}
