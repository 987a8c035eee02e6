import type { Contact, SharedAddress } from "@rapport/api-client";
import { useT } from "~/messages";
import { useContactName } from "../useContactName";

interface Props {
  contact: Contact;
  other: Contact;
  shared: SharedAddress;
}

/** Why two contacts may be the same person, and how sure that is. */
export function Reason({ contact, other, shared }: Props) {
  const t = useT();
  const names = [useContactName(contact), useContactName(other)];
  const { value, verified, verified_there } = shared;
  if (!verified && !verified_there) return t("contact_merge.reason_claimed", { value });
  const [name = "", claims = ""] = verified ? names : names.toReversed();
  return t("contact_merge.reason_verified", { value, name, other: claims });
}
