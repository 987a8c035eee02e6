import { useIntl } from "react-intl";

/** A moment to come, with its day of the week. */
export function useWhen(): (at: string | Date) => string {
  const intl = useIntl();
  return (at) =>
    intl.formatDate(at, {
      weekday: "short",
      day: "numeric",
      month: "short",
      hour: "numeric",
      minute: "2-digit",
    });
}
