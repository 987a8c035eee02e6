import type { Channel, DayVolume } from "@rapport/api-client";
import { CHANNELS } from "./channels";
import { dayOf, nameOfDay } from "./filter";

/** With more days than this a bar is a week. */
const BARS_MAX = 100;

/** The messages of a day, or of a week. */
export interface Bar {
  from: Date;
  /** Included. */
  until: Date;
  received: number;
  sent: number;
  /** Received and sent, by channel; in the order of the channels, without those that have none. */
  parts: { channel: Channel; messages: number }[];
}

/** One for each day or week of a period, also where nothing was said. */
export function barsOf(days: readonly DayVolume[], span: { from: Date; to: Date }): Bar[] {
  const byDate = new Map<string, DayVolume[]>();
  for (const day of days) byDate.set(day.date, [...(byDate.get(day.date) ?? []), day]);
  const dates: string[] = [];
  const first = nameOfDay(span.from);
  for (let later = 0; dayOf(first, later) < span.to; later += 1) dates.push(nameOfDay(dayOf(first, later)));
  const width = dates.length > BARS_MAX ? 7 : 1;
  const bars: Bar[] = [];
  for (let place = 0; place < dates.length; place += width) {
    const own = dates.slice(place, place + width);
    bars.push(
      barOf(
        own,
        own.flatMap((date) => byDate.get(date) ?? []),
      ),
    );
  }
  return bars;
}

function barOf(dates: string[], days: DayVolume[]): Bar {
  const sum = (counted: number[]) => counted.reduce((all, one) => all + one, 0);
  const parts = CHANNELS.map((channel) => ({
    channel,
    messages: sum(days.filter((day) => day.channel === channel).map(({ received, sent }) => received + sent)),
  }));
  return {
    from: dayOf(dates[0] ?? "", 0),
    until: dayOf(dates.at(-1) ?? "", 0),
    received: sum(days.map(({ received }) => received)),
    sent: sum(days.map(({ sent }) => sent)),
    parts: parts.filter(({ messages }) => messages > 0),
  };
}

export const messagesOf = ({ received, sent }: Bar) => received + sent;

/** A round number at or above the most, for the top of an axis; from 2 on its half is whole. */
export function topOf(most: number): number {
  if (most <= 1) return 1;
  const size = 10 ** Math.floor(Math.log10(most));
  const step = [1, 2, 4, 6, 8, 10].find((one) => one * size >= most) ?? 10;
  return step * size;
}
