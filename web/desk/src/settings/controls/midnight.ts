const END_OF_DAY = "24:00";
const MIDNIGHT = "00:00";

/** A day that is open to its end closes at 24:00, which a time field can only show as midnight. */
export function shownEnd(to: string): string {
  return to === END_OF_DAY ? MIDNIGHT : to;
}

/** Nothing ends when its day begins: midnight as an end is the end of the day. */
export function typedEnd(time: string): string {
  return time === MIDNIGHT ? END_OF_DAY : time;
}
