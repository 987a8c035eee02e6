import type { Contact, Duplicate } from "@rapport/api-client";
import { useT } from "~/messages";
import { Dialog } from "~/ui/Dialog";
import { Compare } from "./Compare";

interface Props {
  contact: Contact;
  duplicate: Duplicate;
  onClose: () => void;
}

/** Whether a suggested one is the same person. */
export default function CompareDialog({ contact, duplicate, onClose }: Props) {
  const t = useT();
  return (
    <Dialog wide onClose={onClose} title={t("contact_merge.title")}>
      <Compare contact={contact} other={duplicate.contact} reasons={duplicate.reasons} onClose={onClose} />
    </Dialog>
  );
}
