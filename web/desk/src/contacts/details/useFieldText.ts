import type { FieldValue } from "@rapport/api-client";
import { useIntl } from "react-intl";
import { useT } from "~/messages";

/** What a custom field holds, as the reader writes such things. */
export function useFieldText() {
  const t = useT();
  const intl = useIntl();
  return (value: FieldValue): string => {
    if (typeof value === "boolean") return t(value ? "details.yes" : "details.no");
    if (typeof value === "number") return intl.formatNumber(value, { maximumFractionDigits: 20 });
    // A day has no place in time: read in UTC, shown in UTC.
    if (/^\d{4}-\d{2}-\d{2}$/.test(value))
      return intl.formatDate(`${value}T00:00:00Z`, { dateStyle: "medium", timeZone: "UTC" });
    return value;
  };
}
