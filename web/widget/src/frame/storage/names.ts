/** Under which the store keeps what a visitor has been asked; what begins so goes with the visitor. */
export const ASKED_PREFIX = "asked";

/** The form's keys that they were asked for. */
export const ASKED = "asked";
/** Whether they were asked where they can be reached. */
export const ASKED_ADDRESS = "asked-address";
