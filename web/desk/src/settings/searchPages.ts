import type { Permission } from "@rapport/api-client";
import type { Translate } from "~/messages";
import { SETTINGS_PAGES } from "./pages";

/** The settings menu for someone with these permissions, narrowed to what was typed. */
export function searchPages(typed: string, permissions: Permission[], t: Translate) {
  const wanted = typed.trim().toLowerCase();
  return SETTINGS_PAGES.map(({ group, pages }) => ({
    group,
    pages: pages.filter(
      ({ needs, title, purpose, words }) =>
        permissions.includes(needs) &&
        [title, purpose, words].some((id) => t(id).toLowerCase().includes(wanted)),
    ),
  })).filter(({ pages }) => pages.length > 0);
}
