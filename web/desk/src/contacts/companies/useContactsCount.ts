import { useT } from "~/messages";

/** So many are counted; more are not told apart. */
const COUNTED_MAX = 1_000;

/** How many belong to a company, in words. */
export function useContactsCount(): (count: number) => string {
  const t = useT();
  return (count) => t(count >= COUNTED_MAX ? "companies.contacts_many" : "companies.contacts", { count });
}
