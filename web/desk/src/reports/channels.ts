import type { Channel } from "@rapport/api-client";

/** In the order in which they stand beside and above each other. */
export const CHANNELS: readonly Channel[] = [
  "webchat",
  "email",
  "voice",
  "sms",
  "xmpp",
  "social",
  "forum",
  "custom",
];
