import { CloseButton } from "@mantine/core";
import type { Conversation } from "@rapport/api-client";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { contactQuery } from "~/api/contacts";
import { Blocked } from "~/contacts/Blocked";
import { Duplicates } from "~/contacts/merge/Duplicates";
import { useContactName } from "~/contacts/useContactName";
import { useT } from "~/messages";
import { useTopics } from "~/socket/desk";
import { Avatar } from "~/ui/Avatar";
import { ErrorState } from "~/ui/ErrorState";
import { ListSkeleton } from "~/ui/ListSkeleton";
import { Before } from "./Before";
import classes from "./CustomerPanel.module.css";
import { Facts } from "./Facts";
import { Fold } from "./Fold";
import { Identities } from "./Identities";
import { Now } from "./Now";

// They come with forms, which the conversation need not wait for.
const Details = lazy(async () => ({ default: (await import("~/contacts/details/Details")).Details }));
const Pages = lazy(async () => ({ default: (await import("./Pages")).Pages }));
const Notes = lazy(async () => ({ default: (await import("~/contacts/details/Notes")).Notes }));
const Preference = lazy(() => import("~/reach/Preference"));

interface Props {
  conversation: Conversation;
  onClose: () => void;
}

/** Who this is. What is already known comes first, since asking again is the sin of this trade. */
export function CustomerPanel({ conversation, onClose }: Props) {
  const t = useT();
  const contactId = conversation.contact.id;
  useTopics(`contact:${contactId}`);
  const { data: contact, error, refetch } = useQuery(contactQuery(contactId));
  const name = useContactName(contact ?? conversation.contact);

  return (
    <aside className={classes.panel} aria-label={t("customer.title")}>
      <header className={classes.header}>
        <Avatar
          seed={contactId}
          name={name}
          size={36}
          state={conversation.contact_online ? "online" : undefined}
        />
        <div className={classes.words}>
          <Link to="/contacts/$contactId" params={{ contactId }} className={classes.name} dir="auto">
            {name}
          </Link>
          {contact && <Blocked contact={contact} />}
          <p>{conversation.contact_online ? t("customer.online") : t("customer.not_online")}</p>
        </div>
        <CloseButton className={classes.close} aria-label={t("action.close")} onClick={onClose} />
      </header>
      <div className={classes.folds}>
        {contact && <Duplicates contact={contact} />}
        <Fold id="facts" title={t("customer.facts")}>
          <Facts conversationId={conversation.id} />
        </Fold>
        {error && !contact ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : contact ? (
          <>
            <Fold id="now" title={t("customer.now")}>
              <Now contact={contact} online={conversation.contact_online} />
            </Fold>
            <Suspense fallback={<ListSkeleton rows={3} />}>
              <Fold id="pages" title={t("customer.pages")}>
                <Pages contactId={contact.id} />
              </Fold>
              <Fold id="details" title={t("details.title")}>
                <Details contact={contact} />
              </Fold>
              <Fold id="notes" title={t("contact_notes.title")}>
                <Notes contactId={contact.id} />
              </Fold>
            </Suspense>
            <Fold id="identities" title={t("customer.identities")}>
              <Suspense>
                <Preference contact={contact} />
              </Suspense>
              <Identities contact={contact} />
            </Fold>
          </>
        ) : (
          <ListSkeleton rows={3} />
        )}
        <Fold id="before" title={t("customer.before")}>
          <Before contactId={contactId} currentId={conversation.id} />
        </Fold>
      </div>
    </aside>
  );
}
