import { TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import type { Contact } from "@rapport/api-client";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { useState } from "react";
import { contactsQuery } from "~/api/contacts";
import { useT } from "~/messages";
import { Avatar } from "~/ui/Avatar";
import { Dialog } from "~/ui/Dialog";
import { Paged } from "~/ui/Paged";
import { useContactName } from "../useContactName";
import { Compare } from "./Compare";
import classes from "./MergeDialog.module.css";

const SEARCH_AFTER_MS = 250;

/** Asks whom a contact is to be merged with, and then what stays. */
export default function MergeDialog({ contact, onClose }: { contact: Contact; onClose: () => void }) {
  const t = useT();
  const name = useContactName(contact);
  const [other, setOther] = useState<Contact | null>(null);
  return (
    <Dialog
      wide
      onClose={onClose}
      title={other ? t("contact_merge.title") : t("contact_merge.with", { name })}
    >
      {other ? (
        <Compare contact={contact} other={other} reasons={[]} onClose={onClose} />
      ) : (
        <Choose contact={contact} onChoose={setOther} />
      )}
    </Dialog>
  );
}

function Choose({ contact, onChoose }: { contact: Contact; onChoose: (other: Contact) => void }) {
  const t = useT();
  const [typed, setTyped] = useState("");
  const [query] = useDebouncedValue(typed.trim(), SEARCH_AFTER_MS);
  const found = useInfiniteQuery({
    ...contactsQuery(query ? { query } : {}),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
  const none = <p className={classes.none}>{t("contacts.none_match")}</p>;
  return (
    <div className={classes.choose}>
      <TextInput
        data-autofocus
        leftSection={<Search size={15} />}
        placeholder={t("contacts.search")}
        aria-label={t("contacts.search")}
        maxLength={200}
        dir="auto"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <div className={classes.found}>
        <Paged query={found} empty={none}>
          {(contacts) => {
            const others = contacts.filter(({ id }) => id !== contact.id);
            if (others.length === 0) return none;
            return others.map((other) => (
              <Found key={other.id} contact={other} onChoose={() => onChoose(other)} />
            ));
          }}
        </Paged>
      </div>
    </div>
  );
}

function Found({ contact, onChoose }: { contact: Contact; onChoose: () => void }) {
  const name = useContactName(contact);
  const known = contact.identities.filter(({ kind }) => kind !== "visitor").map(({ value }) => value);
  return (
    <button type="button" className={classes.one} onClick={onChoose}>
      <Avatar seed={contact.id} name={name} size={24} />
      <bdi className={classes.name}>{name}</bdi>
      <span className={classes.known}>{known.join(" · ")}</span>
    </button>
  );
}
