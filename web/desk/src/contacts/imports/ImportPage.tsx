import type { ContactImport } from "@rapport/api-client";
import { useQuery } from "@tanstack/react-query";
import { importQuery } from "~/api/imports";
import { RelativeTime } from "~/time/RelativeTime";
import { DetailPage } from "~/ui/DetailPage";
import { ErrorState } from "~/ui/ErrorState";
import { ListSkeleton } from "~/ui/ListSkeleton";
import { Draft } from "./Draft";
import { Ended } from "./Ended";
import { StateChip } from "./StateChip";
import { UnderWay } from "./UnderWay";

/** One file of contacts, from what it means to what has become of it. */
export function ImportPage({ importId }: { importId: string }) {
  const { data: one, error, refetch } = useQuery(importQuery(importId));
  if (error && !one) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!one) return <ListSkeleton />;
  const about = (
    <span>
      <bdi>{one.author.name}</bdi> · <RelativeTime at={one.created_at} />
    </span>
  );
  return (
    <DetailPage
      back="/contacts/imports"
      title={one.file_name}
      about={about}
      actions={<StateChip state={one.state} />}
    >
      <Body import={one} />
    </DetailPage>
  );
}

function Body({ import: one }: { import: ContactImport }) {
  switch (one.state) {
    case "draft":
      return <Draft import={one} />;
    case "running":
    case "undoing":
      return <UnderWay import={one} />;
    default:
      return <Ended import={one} />;
  }
}
