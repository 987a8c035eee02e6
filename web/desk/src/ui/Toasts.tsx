import { Button, CloseButton } from "@mantine/core";
import { useSyncExternalStore } from "react";
import { useT } from "~/messages";
import classes from "./Toasts.module.css";
import { dismissToast, getToasts, watchToasts } from "./toasts";

export function Toasts() {
  const t = useT();
  const toasts = useSyncExternalStore(watchToasts, getToasts);
  return (
    <div className={classes.stack} role="status" aria-live="polite">
      {toasts.map((toast) => (
        <div key={toast.id} className={classes.toast} data-tone={toast.tone}>
          <span>{toast.text}</span>
          {toast.action && (
            <Button
              variant="subtle"
              size="compact-sm"
              onClick={() => {
                toast.action?.run();
                dismissToast(toast.id);
              }}
            >
              {toast.action.label}
            </Button>
          )}
          <CloseButton size="sm" aria-label={t("action.dismiss")} onClick={() => dismissToast(toast.id)} />
        </div>
      ))}
    </div>
  );
}
