import { Button } from "@mantine/core";
import type { ContactMerge } from "@rapport/api-client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { contactMergesQuery } from "~/api/contacts";
import { useMay } from "~/api/session";
import { Fold } from "~/customer/Fold";
import { useT } from "~/messages";
import { RelativeTime } from "~/time/RelativeTime";
import { useContactName } from "../useContactName";
import classes from "./Merges.module.css";
import { useContactMerge } from "./useContactMerge";

/** Who has become a part of a contact, and can be taken out again. Nothing, where there is nobody. */
export function Merges({ contactId }: { contactId: string }) {
  const t = useT();
  const mayWrite = useMay("contacts:write");
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(
    contactMergesQuery(contactId),
  );
  const { undo } = useContactMerge();
  const merges = data?.pages.flatMap((page) => page.items) ?? [];
  if (merges.length === 0) return null;
  return (
    <Fold id="merges" title={t("contact_merge.merged")}>
      <ul className={classes.list}>
        {merges.map((merge) => (
          <Merged
            key={merge.id}
            merge={merge}
            isGoing={undo.isPending && undo.variables === merge.id}
            onUndo={mayWrite ? () => undo.mutate(merge.id) : undefined}
          />
        ))}
      </ul>
      {hasNextPage && (
        <Button
          variant="subtle"
          size="compact-xs"
          loading={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          {t("action.load_more")}
        </Button>
      )}
    </Fold>
  );
}

interface Props {
  merge: ContactMerge;
  isGoing: boolean;
  onUndo: (() => void) | undefined;
}

function Merged({ merge: { at, by, merged }, isGoing, onUndo }: Props) {
  const t = useT();
  const name = useContactName(merged);
  const known = merged.identities.filter(({ kind }) => kind !== "visitor").map(({ value }) => value);
  return (
    <li className={classes.merged}>
      <div>
        <p className={classes.name} dir="auto">
          {name}
        </p>
        {known.length > 0 && <p>{known.join(" · ")}</p>}
        <p>
          {t("contact_merge.brought", { count: merged.conversations_count })} ·{" "}
          <bdi>{by.name ?? t(`actor.${by.kind}`)}</bdi> · <RelativeTime at={at} />
        </p>
      </div>
      {onUndo && (
        <Button
          variant="default"
          size="compact-xs"
          aria-label={t("contact_merge.undo", { name })}
          loading={isGoing}
          onClick={onUndo}
        >
          {t("action.undo")}
        </Button>
      )}
    </li>
  );
}
