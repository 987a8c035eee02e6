import { useDirectory } from "~/api/directory";

/** In which currency costs are counted: that of a site where an hour costs something, or else of any. */
export function useCurrency(): string | null {
  const sites = [...useDirectory("sites").values()];
  const inUse = sites.filter(({ archived }) => !archived);
  const among = inUse.length > 0 ? inUse : sites;
  const site = among.find(({ cost_per_hour }) => cost_per_hour.amount_micros > 0) ?? among[0];
  return site?.cost_per_hour.currency ?? null;
}
