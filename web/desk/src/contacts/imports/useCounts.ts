import type { ContactImport } from "@rapport/api-client";
import { useIntl } from "react-intl";
import { useT } from "~/messages";

/** What has become of the rows, in words; what has become of none is not said. */
export function useCounts(one: ContactImport): string {
  const t = useT();
  const intl = useIntl();
  if (one.state === "draft") return t("imports.rows", { count: one.rows });
  const parts = (["created", "updated", "unchanged", "refused", "undone", "kept"] as const)
    .filter((key) => one[key] > 0)
    .map((key) => t(`imports.count_${key}`, { count: one[key] }));
  return intl.formatList(parts, { type: "unit", style: "short" });
}
