import { useNavigate } from "@tanstack/react-router";
import { Coffee, Keyboard, ListOrdered, Radio } from "lucide-react";
import { useDirectory } from "~/api/directory";
import { useMe } from "~/api/session";
import { useT } from "~/messages";
import { useSetPresence } from "~/presence/usePresence";
import { allSettingsPages } from "~/settings/pages";
import { placesFor } from "~/shell/places";
import { commandsHere } from "~/shortcuts/commands";
import type { Row } from "./PaletteRow";

/** Without words only the chief places are shown; with words everything that has them. */
export function useCommands(text: string, onKeys: () => void): Row[] {
  const t = useT();
  const navigate = useNavigate();
  const { permissions } = useMe();
  const presence = useSetPresence();
  const queues = useDirectory("queues");
  const words = text.trim().toLowerCase();
  const go = t("palette.group_go");
  const act = t("palette.group_do");

  const places: Row[] = placesFor(permissions).map(({ to, icon, label }) => ({
    key: to.slice(1),
    group: go,
    icon,
    label: t(label),
    run: () => void navigate({ to }),
  }));
  const here: Row[] = commandsHere().map(({ key, label, icon, run }) => ({
    key: `here-${key}`,
    group: t("palette.group_here"),
    icon,
    label: t(label),
    detail: key.toUpperCase(),
    run,
  }));
  const presences: Row[] = [
    {
      key: "online",
      group: act,
      icon: Radio,
      label: t("palette.go_online"),
      run: () => presence.mutate({ state: "online", reason: null }),
    },
    {
      key: "break",
      group: act,
      icon: Coffee,
      label: t("palette.take_break"),
      run: () => presence.mutate({ state: "away", reason: "break" }),
    },
  ];
  const actions: Row[] = [
    ...(permissions.includes("conversations:write") ? presences : []),
    { key: "keys", group: act, icon: Keyboard, label: t("keys.title"), run: onKeys },
  ];
  if (!words) return [...here, ...places, ...actions];

  const deeper: Row[] = [
    ...(permissions.includes("conversations:read") ? [...queues.values()] : []).map((queue) => ({
      key: queue.id,
      group: go,
      icon: ListOrdered,
      label: queue.name,
      detail: t("field.queue"),
      run: () => void navigate({ to: "/inbox/$view", params: { view: queue.id } }),
    })),
    ...allSettingsPages
      .filter((page) => permissions.includes(page.needs))
      .map((page) => ({
        key: page.to.replaceAll("/", "-"),
        group: go,
        icon: page.icon,
        label: t(page.title),
        detail: t("nav.settings"),
        run: () => void navigate({ to: page.to }),
      })),
  ];
  return [...here, ...places, ...deeper, ...actions].filter(({ label }) =>
    label.toLowerCase().includes(words),
  );
}
