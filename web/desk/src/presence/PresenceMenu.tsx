import { Popover, UnstyledButton } from "@mantine/core";
import { lazy, Suspense, useEffect, useState } from "react";
import { useMay, useMe } from "~/api/session";
import { useT } from "~/messages";
import { Avatar } from "~/ui/Avatar";
import { PresenceChoice } from "./PresenceChoice";
import classes from "./PresenceMenu.module.css";
import { reasonText } from "./reason";
import { AWAY_REASONS, usePresenceOf, useSetPresence, type Wish } from "./usePresence";

const loadPreferences = () => import("~/session/Preferences");
const Preferences = lazy(loadPreferences);

/** Whether I take work, one click each; and what else is mine: language, theme, sound, signing out. */
export function PresenceMenu() {
  const t = useT();
  const { agent } = useMe();
  const mayTakeWork = useMay("conversations:write");
  const presence = usePresenceOf(agent.id);
  const set = useSetPresence();
  const [open, setOpen] = useState(false);
  // After the first page, before anybody asks for it.
  useEffect(() => void loadPreferences(), []);
  const state = presence?.state ?? "offline";
  const reason = presence?.reason ?? null;
  const shown = reason ? reasonText(reason, t) : t(`presence.${state}`);

  const wishes: Wish[] = [
    { state: "online", reason: null },
    ...AWAY_REASONS.map((why) => ({ state: "away" as const, reason: why })),
    { state: "offline", reason: null },
  ];
  const choose = (wish: Wish) => {
    set.mutate(wish);
    setOpen(false);
  };

  return (
    <Popover
      opened={open}
      onChange={setOpen}
      position="right-end"
      offset={8}
      width={248}
      shadow="md"
      trapFocus
      returnFocus
      transitionProps={{ duration: 80 }}
    >
      <Popover.Target>
        <UnstyledButton
          className={classes.target}
          aria-label={t("presence.menu", { name: agent.name, state: shown })}
          onClick={() => setOpen(!open)}
        >
          <Avatar seed={agent.id} name={agent.name} size={32} state={state} />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown className={classes.dropdown} aria-label={agent.name}>
        <div className={classes.head}>
          <strong>{agent.name}</strong>
          <span>{shown}</span>
        </div>
        {mayTakeWork &&
          wishes.map((wish) => (
            <PresenceChoice
              key={wish.reason ?? wish.state}
              wish={wish}
              current={wish.state === state && wish.reason === reason}
              onChoose={() => choose(wish)}
            />
          ))}
        <Suspense>
          <Preferences />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
