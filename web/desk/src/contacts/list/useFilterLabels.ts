import { useQuery } from "@tanstack/react-query";
import { useIntl } from "react-intl";
import { companyQuery } from "~/api/companies";
import { useDirectory } from "~/api/directory";
import { useT } from "~/messages";
import { useFieldText } from "../details/useFieldText";
import { type ContactFilter, type FieldCondition, isWhole } from "./filter";

export interface FilterLabel {
  key: string;
  text: string;
  /** What takes it away. */
  clear: Partial<ContactFilter>;
}

/** What narrows the list, in words, but for what is typed into its search. */
export function useFilterLabels(filter: ContactFilter): FilterLabel[] {
  const t = useT();
  const intl = useIntl();
  const fieldText = useFieldText();
  const tag = useDirectory("tags").get(filter.tag_id ?? "");
  const segment = useDirectory("segments").get(filter.segment_id ?? "");
  const fields = useDirectory("contact_fields");
  const { data: company } = useQuery({
    ...companyQuery(filter.company_id ?? ""),
    enabled: filter.company_id !== undefined,
  });
  const day = (value: string | undefined) => (value ? intl.formatDate(`${value}T00:00:00`) : "");
  const between = (from: string, until: string) => {
    if (from && until) return t("filter.between", { from, until });
    return from ? t("filter.from", { from }) : t("filter.until", { until });
  };
  const ofCondition = ({ is, from, until, known }: FieldCondition) => {
    if (is !== undefined) return fieldText(is);
    if (known !== undefined) return t(known ? "filter.known" : "filter.unknown");
    const text = (value: FieldCondition["from"]) => (value === undefined ? "" : fieldText(value));
    return between(text(from), text(until));
  };
  const pair = (name: string, value: string) => t("filter.pair", { name, value });

  const labels: FilterLabel[] = [];
  if (filter.blocked)
    labels.push({ key: "blocked", text: t("contacts.only_blocked"), clear: { blocked: false } });
  if (filter.tag_id)
    labels.push({
      key: "tag_id",
      text: pair(t("field.tag"), tag?.name ?? "…"),
      clear: { tag_id: "" },
    });
  if (filter.company_id)
    labels.push({
      key: "company_id",
      text: pair(t("details.company"), company?.name ?? "…"),
      clear: { company_id: "" },
    });
  if (filter.segment_id)
    labels.push({
      key: "segment_id",
      text: pair(t("field.segment"), segment?.name ?? "…"),
      clear: { segment_id: "" },
    });
  if (filter.language)
    labels.push({
      key: "language",
      text: pair(
        t("details.language"),
        intl.formatDisplayName(filter.language, { type: "language" }) ?? filter.language,
      ),
      clear: { language: "" },
    });
  if (filter.reachable_by)
    labels.push({
      key: "reachable_by",
      text: pair(t("filter.reachable_by"), t(`identities.kind.${filter.reachable_by}`)),
      clear: { reachable_by: undefined },
    });
  if (filter.seen_from || filter.seen_until)
    labels.push({
      key: "seen",
      text: pair(t("customer.last_seen"), between(day(filter.seen_from), day(filter.seen_until))),
      clear: { seen_from: "", seen_until: "" },
    });
  if (filter.created_from || filter.created_until)
    labels.push({
      key: "created",
      text: pair(t("filter.created"), between(day(filter.created_from), day(filter.created_until))),
      clear: { created_from: "", created_until: "" },
    });
  for (const [place, condition] of (filter.fields ?? []).entries()) {
    if (!isWhole(condition)) continue;
    labels.push({
      key: `field ${place}`,
      text: pair(fields.get(condition.id)?.name ?? "…", ofCondition(condition)),
      clear: { fields: filter.fields?.filter((_, at) => at !== place) },
    });
  }
  return labels;
}
