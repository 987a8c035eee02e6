import type { Contact } from "@rapport/api-client";
import { Link } from "@tanstack/react-router";
import { TagDots } from "~/tags/TagDots";
import { RelativeTime } from "~/time/RelativeTime";
import { Avatar } from "~/ui/Avatar";
import { Blocked } from "./Blocked";
import classes from "./ContactsPage.module.css";
import { useContactName } from "./useContactName";

export function ContactRow({ contact }: { contact: Contact }) {
  const name = useContactName(contact);
  const identities = contact.identities.filter((identity) => identity.kind !== "visitor");
  return (
    <li>
      <Link to="/contacts/$contactId" params={{ contactId: contact.id }} className={classes.row}>
        <Avatar seed={contact.id} name={name} />
        <span className={classes.name} dir="auto">
          {name} <TagDots ids={contact.tag_ids} /> <Blocked contact={contact} />
        </span>
        <span className={classes.company} dir="auto">
          {contact.company?.name}
        </span>
        <span className={classes.identities}>{identities.map((identity) => identity.value).join(" · ")}</span>
        <span className={classes.seen}>
          {contact.last_seen_at && <RelativeTime at={contact.last_seen_at} />}
        </span>
      </Link>
    </li>
  );
}
