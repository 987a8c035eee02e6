import { Button } from "@mantine/core";
import type { Contact, Duplicate } from "@rapport/api-client";
import { UsersRound } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useMay } from "~/api/session";
import { AreaMessages } from "~/app/AreaMessages";
import { useT } from "~/messages";
import { useContactName } from "../useContactName";
import { Reason } from "./Reason";
import classes from "./Suggestion.module.css";

const CompareDialog = lazy(() => import("./CompareDialog"));

interface Props {
  contact: Contact;
  /** At least one. */
  duplicates: Duplicate[];
}

/** Says who may be the same person, one at a time. */
export default function Suggestion(props: Props) {
  return (
    <AreaMessages area="contacts" meanwhile={null}>
      <Suggested {...props} />
    </AreaMessages>
  );
}

function Suggested({ contact, duplicates }: Props) {
  const t = useT();
  const mayWrite = useMay("contacts:write");
  const [comparing, setComparing] = useState<Duplicate | null>(null);
  const [first, ...others] = duplicates;
  const name = useContactName(first?.contact ?? contact);
  if (!first) return null;
  const { contact: other, reasons } = first;
  const [shared] = reasons;
  return (
    <section className={classes.suggestion} aria-label={t("contact_merge.suggestion_area")}>
      <UsersRound size={16} aria-hidden />
      <div className={classes.words}>
        <p className={classes.name}>
          {t("contact_merge.suggestion", { name })}
          {others.length > 0 && <small> {t("contact_merge.more", { count: others.length })}</small>}
        </p>
        <p>{shared && <Reason contact={contact} other={other} shared={shared} />}</p>
        {mayWrite && (
          <Button variant="default" size="compact-xs" onClick={() => setComparing(first)}>
            {t("contact_merge.compare")}
          </Button>
        )}
      </div>
      <Suspense>
        {comparing && (
          <CompareDialog contact={contact} duplicate={comparing} onClose={() => setComparing(null)} />
        )}
      </Suspense>
    </section>
  );
}
