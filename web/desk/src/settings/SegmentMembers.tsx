import { Alert } from "@mantine/core";
import type { Segment } from "@rapport/api-client";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { segmentCountsQuery } from "~/api/segments";
import { useT } from "~/messages";

function useCount({ id, version }: Segment) {
  const { data } = useQuery(segmentCountsQuery);
  const count = data?.get(id);
  return { count, isOld: count?.segment_version !== version };
}

/** How many belong to it, and a way to them. */
export function SegmentMembers({ segment }: { segment: Segment }) {
  const t = useT();
  const { count, isOld } = useCount(segment);
  if (!count || isOld) return <span>{t("segments.counting")}</span>;
  return (
    <Link to="/contacts" search={{ segment_id: segment.id }}>
      {t("segments.contacts", { count: count.members })}
    </Link>
  );
}

/** Whom it cannot tell whether they belong to it, and why. */
export function SegmentUnknown({ segment }: { segment: Segment }) {
  const t = useT();
  const { count, isOld } = useCount(segment);
  if (!count || isOld || count.unknown === 0) return null;
  const words = { count: count.unknown, reason: count.unknown_reason ?? "" };
  return (
    <Alert color="yellow" variant="light">
      {t("segments.unknown", words)}
    </Alert>
  );
}
