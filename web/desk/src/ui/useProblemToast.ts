import { useT } from "~/messages";
import { toastProblem } from "./toasts";

/** For `onError` of a mutation whose failure has no better place on the screen. */
export function useProblemToast(): (error: Error) => void {
  const t = useT();
  return (error) => toastProblem(error, t("error.network"));
}
