/** The files of the next message, for agents and visitors alike. No framework, no words. */

export { type AttachmentLimits, type Failure, precheck, RETRIABLE } from "./failure";
export {
  type Attachment,
  changed,
  isBusy,
  type Tray,
  type TrayChange,
  type TrayItem,
  trayItemOf,
  uploaded,
} from "./tray";
export { type Destination, Uploads } from "./uploads";
