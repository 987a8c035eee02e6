import { Holidays } from "../controls/Holidays";
import { browserTimeZone, TimeZone } from "../controls/locale";
import { Text } from "../controls/text";
import { Week } from "../controls/Week";
import type { RecordForm } from "../directory/form";

const WORKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday"] as const;

export const hoursForm: RecordForm<"hours"> = {
  kind: "hours",
  title: "settings.hours.title",
  purpose: "purpose.hours",
  addLabel: "hours.add",
  empty: "hours.empty",
  manage: "directory:manage",
  nameOf: (hours) => hours.name,
  columns: [{ label: "field.time_zone", cell: ({ record }) => record.time_zone }],
  groups: [
    {
      fields: [
        { path: "name", label: "field.name", control: Text, required: true },
        { path: "time_zone", label: "field.time_zone", control: TimeZone, required: true },
      ],
    },
    {
      title: "hours.group_week",
      fields: [{ path: "week", label: "hours.week", hint: "hours.week_hint", control: Week }],
    },
    {
      title: "hours.group_holidays",
      fields: [{ path: "holidays", label: "hours.holidays", hint: "hours.holidays_hint", control: Holidays }],
    },
  ],
  blank: () => ({
    name: "",
    time_zone: browserTimeZone(),
    week: WORKDAYS.map((day) => ({ day, intervals: [{ from: "09:00", to: "17:00" }] })),
    holidays: [],
  }),
};
