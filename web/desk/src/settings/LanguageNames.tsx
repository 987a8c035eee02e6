import { useIntl } from "react-intl";

export function LanguageNames({ tags }: { tags: string[] }) {
  const intl = useIntl();
  const names = tags.map((tag) => intl.formatDisplayName(tag, { type: "language" }) ?? tag);
  return intl.formatList(names, { type: "unit" });
}
