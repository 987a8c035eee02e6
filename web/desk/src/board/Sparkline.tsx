import classes from "./Sparkline.module.css";

const WIDTH = 96;
const HEIGHT = 24;
/** Room for the stroke at the edges. */
const INSET = 2;

/** A line of the last values, the newest at the end. Its name says the same in words. */
export function Sparkline({ values, label }: { values: number[]; label: string }) {
  const most = Math.max(1, ...values);
  const step = (WIDTH - 2 * INSET) / Math.max(1, values.length - 1);
  const x = (place: number) => INSET + place * step;
  const y = (value: number) => HEIGHT - INSET - (value / most) * (HEIGHT - 2 * INSET);
  const points = values.map((value, place) => `${x(place).toFixed(1)},${y(value).toFixed(1)}`);
  const last = values.length - 1;
  return (
    <svg className={classes.line} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      <title>{label}</title>
      <polyline points={points.join(" ")} />
      {last >= 0 && <circle cx={x(last)} cy={y(values[last] ?? 0)} r={INSET} />}
    </svg>
  );
}
