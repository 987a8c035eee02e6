import type { Permission } from "@rapport/api-client";
import {
  Building2,
  ChartPie,
  Clock,
  ContactRound,
  FileClock,
  Flag,
  Inbox,
  KeyRound,
  ListOrdered,
  type LucideIcon,
  MapPin,
  Megaphone,
  Palette,
  ShieldCheck,
  Sparkles,
  Tags,
  TextQuote,
  Users,
  UsersRound,
  Webhook,
} from "lucide-react";
import type { MessageId } from "~/messages";

export type SettingsPath =
  | "/settings/organisation"
  | "/settings/inboxes"
  | "/settings/queues"
  | "/settings/skills"
  | "/settings/agents"
  | "/settings/hours"
  | "/settings/brands"
  | "/settings/proactive-rules"
  | "/settings/sites"
  | "/settings/contact-fields"
  | "/settings/dispositions"
  | "/settings/canned-replies"
  | "/settings/roles"
  | "/settings/segments"
  | "/settings/tags"
  | "/settings/teams"
  | "/settings/tokens"
  | "/settings/webhooks"
  | "/settings/audit";

export interface SettingsPage {
  to: SettingsPath;
  icon: LucideIcon;
  title: MessageId;
  purpose: MessageId;
  /** Further words under which someone may look for it. */
  words: MessageId;
  needs: Permission;
}

function page(to: SettingsPath, icon: LucideIcon, key: string, needs: Permission): SettingsPage {
  const id = (part: string) => `settings.${key}.${part}` as MessageId;
  return { to, icon, title: id("title"), purpose: `purpose.${key}` as MessageId, words: id("words"), needs };
}

/** Every settings page once: for the menu, its search, and the palette. */
export const SETTINGS_PAGES: { group: MessageId; pages: SettingsPage[] }[] = [
  {
    group: "settings.group.channels",
    pages: [
      page("/settings/inboxes", Inbox, "inboxes", "directory:read"),
      page("/settings/brands", Palette, "brands", "directory:read"),
      page("/settings/proactive-rules", Megaphone, "proactive_rules", "directory:read"),
    ],
  },
  {
    group: "settings.group.routing",
    pages: [
      page("/settings/queues", ListOrdered, "queues", "directory:read"),
      page("/settings/skills", Sparkles, "skills", "directory:read"),
      page("/settings/hours", Clock, "hours", "directory:read"),
    ],
  },
  {
    group: "settings.group.people",
    pages: [
      page("/settings/organisation", Building2, "organisation", "directory:read"),
      page("/settings/agents", Users, "agents", "directory:read"),
      page("/settings/roles", ShieldCheck, "roles", "directory:read"),
      page("/settings/teams", UsersRound, "teams", "directory:read"),
      page("/settings/sites", MapPin, "sites", "directory:read"),
    ],
  },
  {
    group: "settings.group.work",
    pages: [
      page("/settings/tags", Tags, "tags", "directory:read"),
      page("/settings/contact-fields", ContactRound, "contact_fields", "directory:read"),
      page("/settings/segments", ChartPie, "segments", "directory:read"),
      page("/settings/dispositions", Flag, "dispositions", "directory:read"),
      page("/settings/canned-replies", TextQuote, "canned_replies", "directory:read"),
    ],
  },
  {
    group: "settings.group.trust",
    pages: [
      page("/settings/tokens", KeyRound, "tokens", "tokens:manage"),
      page("/settings/webhooks", Webhook, "webhooks", "directory:manage"),
      page("/settings/audit", FileClock, "audit", "audit:read"),
    ],
  },
];

export const allSettingsPages = SETTINGS_PAGES.flatMap(({ pages }) => pages);
