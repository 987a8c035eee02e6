import { Check } from "lucide-react";
import { useT } from "~/messages";
import classes from "./PresenceMenu.module.css";
import { reasonText } from "./reason";
import type { Wish } from "./usePresence";

interface Props {
  wish: Wish;
  current: boolean;
  onChoose: () => void;
}

export function PresenceChoice({ wish, current, onChoose }: Props) {
  const t = useT();
  return (
    <button type="button" className={classes.choice} aria-pressed={current} onClick={onChoose}>
      <i className={classes.dot} data-state={wish.state} />
      <span>
        {wish.reason
          ? t("presence.away_because", { reason: reasonText(wish.reason, t) })
          : t(`presence.${wish.state}`)}
      </span>
      {current && <Check size={14} aria-hidden />}
    </button>
  );
}
