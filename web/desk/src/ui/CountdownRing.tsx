import { useNow } from "~/time/now";
import classes from "./CountdownRing.module.css";

const RADIUS = 13;
const AROUND = 2 * Math.PI * RADIUS;

interface Props {
  until: string;
  total_ms: number;
  label: string;
}

/** How much time is left, as a closing ring around the seconds. */
export function CountdownRing({ until, total_ms, label }: Props) {
  const left_ms = Math.max(0, Date.parse(until) - useNow());
  const share = Math.min(1, left_ms / total_ms);
  return (
    <span className={classes.root} role="timer" aria-label={label}>
      <svg width={32} height={32} viewBox="0 0 32 32" aria-hidden>
        <circle className={classes.track} cx={16} cy={16} r={RADIUS} />
        <circle
          className={classes.left}
          cx={16}
          cy={16}
          r={RADIUS}
          strokeDasharray={AROUND}
          strokeDashoffset={AROUND * (1 - share)}
        />
      </svg>
      <span className={classes.seconds}>{Math.ceil(left_ms / 1000)}</span>
    </span>
  );
}
