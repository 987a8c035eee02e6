import { keep, useKept } from "~/ui/kept";

const SOUND_KEY = "rapport.sound";
const NOTIFICATIONS_KEY = "rapport.notifications";

const store = (key: string, on: boolean) => keep(key, on ? "on" : "off");

export const soundOn = () => localStorage.getItem(SOUND_KEY) !== "off";

export const notificationsOn = () =>
  "Notification" in window &&
  Notification.permission === "granted" &&
  localStorage.getItem(NOTIFICATIONS_KEY) === "on";

/** How this browser calls the agent to an offer. */
export function useAlertPreferences() {
  return {
    sound: useKept(soundOn),
    notifications: useKept(notificationsOn),
    setSound: (on: boolean) => store(SOUND_KEY, on),
    askNotifications: async (on: boolean) => {
      if (on && "Notification" in window) await Notification.requestPermission();
      store(NOTIFICATIONS_KEY, on);
    },
  };
}
