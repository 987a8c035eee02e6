import { useQuery } from "@tanstack/react-query";
import { Navigate } from "@tanstack/react-router";
import { contactQuery } from "~/api/contacts";
import { useMay } from "~/api/session";
import { Before } from "~/customer/Before";
import { Fold } from "~/customer/Fold";
import { Identities } from "~/customer/Identities";
import { Now } from "~/customer/Now";
import { Pages } from "~/customer/Pages";
import { useT } from "~/messages";
import Preference from "~/reach/Preference";
import { useTopics } from "~/socket/desk";
import { ErrorState } from "~/ui/ErrorState";
import { ListSkeleton } from "~/ui/ListSkeleton";
import { ContactHeader } from "./ContactHeader";
import classes from "./ContactPage.module.css";
import { ContactTimeline } from "./ContactTimeline";
import { Details } from "./details/Details";
import { Notes } from "./details/Notes";
import { Duplicates } from "./merge/Duplicates";
import { Merges } from "./merge/Merges";

/** One person: everything they said on every channel, and how they are known. */
export function ContactPage({ contactId }: { contactId: string }) {
  const t = useT();
  const mayRead = useMay("conversations:read");
  useTopics(`contact:${contactId}`);
  const { data: contact, error, refetch } = useQuery(contactQuery(contactId));
  if (error && !contact) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!contact) return <ListSkeleton />;
  // Who has become a part of another is shown as that one.
  if (contact.id !== contactId) {
    return <Navigate to="/contacts/$contactId" params={{ contactId: contact.id }} replace />;
  }
  return (
    <main className={classes.page}>
      <div className={classes.main}>
        <ContactHeader contact={contact} />
        <Duplicates contact={contact} />
        {mayRead && <ContactTimeline contactId={contact.id} />}
      </div>
      <aside className={classes.side}>
        <Fold id="details" title={t("details.title")}>
          <Details contact={contact} />
        </Fold>
        <Fold id="identities" title={t("customer.identities")}>
          <Preference contact={contact} />
          <Identities contact={contact} />
        </Fold>
        <Merges contactId={contact.id} />
        <Fold id="notes" title={t("contact_notes.title")}>
          <Notes contactId={contact.id} />
        </Fold>
        <Fold id="now" title={t("customer.now")}>
          <Now contact={contact} online={false} />
        </Fold>
        <Fold id="pages" title={t("customer.pages")}>
          <Pages contactId={contact.id} />
        </Fold>
        {mayRead && (
          <Fold id="conversations" title={t("contacts.conversations")}>
            <Before contactId={contact.id} />
          </Fold>
        )}
      </aside>
    </main>
  );
}
