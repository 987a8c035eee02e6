import { useMentionAlert } from "~/mentions/useMentionAlert";
import { useOfferAlert } from "~/offers/useOfferAlert";
import { useSnoozeAlert } from "~/snooze/useSnoozeAlert";

/** What calls someone who reads conversations, wherever they are in the desk. */
export function Alerts() {
  useOfferAlert();
  useSnoozeAlert();
  useMentionAlert();
  return null;
}
