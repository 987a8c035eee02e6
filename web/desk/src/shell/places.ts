import type { Permission } from "@rapport/api-client";
import { ChartColumn, Inbox, LayoutGrid, type LucideIcon, Settings, Users } from "lucide-react";
import type { MessageId } from "~/messages";

export interface Place {
  to: "/inbox" | "/contacts" | "/board" | "/reports" | "/settings";
  /** What goes there after `g`. */
  key: string;
  icon: LucideIcon;
  label: MessageId;
  needs: Permission;
}

/** Where one can be in the desk: for the rail, the keys, the palette, and who is let in. */
export const PLACES: readonly Place[] = [
  { to: "/inbox", key: "i", icon: Inbox, label: "nav.inbox", needs: "conversations:read" },
  { to: "/contacts", key: "c", icon: Users, label: "nav.contacts", needs: "contacts:read" },
  { to: "/board", key: "b", icon: LayoutGrid, label: "nav.board", needs: "board:read" },
  { to: "/reports", key: "r", icon: ChartColumn, label: "nav.reports", needs: "reports:read" },
  { to: "/settings", key: "s", icon: Settings, label: "nav.settings", needs: "directory:read" },
];

export function placesFor(permissions: readonly Permission[]): Place[] {
  return PLACES.filter(({ needs }) => permissions.includes(needs));
}

/** Whether a page is of a place that is not open to someone with these permissions. */
export function isClosed(pathname: string, permissions: readonly Permission[]): boolean {
  const place = PLACES.find(({ to }) => pathname === to || pathname.startsWith(`${to}/`));
  return place !== undefined && !permissions.includes(place.needs);
}
