import type { Contact } from "@rapport/api-client";
import { useT } from "~/messages";

/** A name, or what we call someone who has not given one. */
export function useContactName(contact: Pick<Contact, "name">): string {
  const t = useT();
  return contact.name || t("contact.visitor");
}
