import { Input } from "@mantine/core";
import type { DayHours } from "@rapport/api-client";
import { useIntl } from "react-intl";
import type { ControlProps } from "../directory/form";
import { Intervals } from "./Intervals";
import classes from "./Week.module.css";

type Day = DayHours["day"];

const DAYS: Day[] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
/** A Monday, from which the names of the days are taken in any language. */
const MONDAY_MS = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;

/** Opening hours of a week, with as many intervals a day as it takes. */
export function Week({ value = [], onChange, ...rest }: ControlProps<DayHours[] | undefined>) {
  const intl = useIntl();
  const intervalsOf = (day: Day) => value.find((item) => item.day === day)?.intervals ?? [];
  const set = (day: Day, intervals: DayHours["intervals"]) => {
    const all = DAYS.map((name) => ({ day: name, intervals: name === day ? intervals : intervalsOf(name) }));
    onChange(all.filter((item) => item.intervals.length > 0));
  };
  return (
    <Input.Wrapper {...rest} labelElement="div">
      <div className={classes.week}>
        {DAYS.map((day, index) => {
          const name = intl.formatDate(MONDAY_MS + index * DAY_MS, { weekday: "long", timeZone: "UTC" });
          return (
            <div key={day} className={classes.day}>
              <span className={classes.name}>{name}</span>
              <Intervals
                label={name}
                value={intervalsOf(day)}
                onChange={(intervals) => set(day, intervals)}
              />
            </div>
          );
        })}
      </div>
    </Input.Wrapper>
  );
}
