import { useSyncExternalStore } from "react";

const SOUND_KEY = "rapport.sound";
const NOTIFICATIONS_KEY = "rapport.notifications";
const watchers = new Set<() => void>();

function watch(watcher: () => void) {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

function store(key: string, on: boolean) {
  localStorage.setItem(key, on ? "on" : "off");
  for (const watcher of watchers) watcher();
}

export const soundOn = () => localStorage.getItem(SOUND_KEY) !== "off";

export const notificationsOn = () =>
  "Notification" in window &&
  Notification.permission === "granted" &&
  localStorage.getItem(NOTIFICATIONS_KEY) === "on";

/** How this browser calls the agent to an offer. */
export function useAlertPreferences() {
  return {
    sound: useSyncExternalStore(watch, soundOn),
    notifications: useSyncExternalStore(watch, notificationsOn),
    setSound: (on: boolean) => store(SOUND_KEY, on),
    askNotifications: async (on: boolean) => {
      if (on && "Notification" in window) await Notification.requestPermission();
      store(NOTIFICATIONS_KEY, on);
    },
  };
}
