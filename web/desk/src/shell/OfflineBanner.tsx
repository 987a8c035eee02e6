import { Button } from "@mantine/core";
import { WifiOff } from "lucide-react";
import { useEffect, useState } from "react";
import { useT } from "~/messages";
import { desk, usePhase } from "~/socket/desk";
import classes from "./OfflineBanner.module.css";

/** A short break is healed before anyone needs to know. */
const SHOWN_AFTER_MS = 1_500;

export function OfflineBanner() {
  const t = useT();
  const phase = usePhase();
  const live = phase === "live";
  const [late, setLate] = useState(false);

  useEffect(() => {
    if (live) return setLate(false);
    const timer = setTimeout(() => setLate(true), SHOWN_AFTER_MS);
    return () => clearTimeout(timer);
  }, [live]);

  if (live || !late) return null;
  return (
    <div className={classes.banner} role="status">
      <WifiOff size={16} aria-hidden />
      <span className={classes.text}>
        {phase === "waiting" ? t("connection.waiting") : t("connection.connecting")}
      </span>
      {phase === "waiting" && (
        <Button variant="default" size="compact-xs" onClick={() => desk.retryNow()}>
          {t("connection.retry_now")}
        </Button>
      )}
    </div>
  );
}
