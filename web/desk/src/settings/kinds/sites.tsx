import { FormattedNumber } from "react-intl";
import { browserTimeZone, TimeZone } from "../controls/locale";
import { MoneyControl } from "../controls/MoneyControl";
import { Text } from "../controls/text";
import type { RecordForm } from "../directory/form";

export const siteForm: RecordForm<"sites"> = {
  kind: "sites",
  title: "settings.sites.title",
  purpose: "purpose.sites",
  addLabel: "sites.add",
  empty: "sites.empty",
  manage: "directory:manage",
  nameOf: (site) => site.name,
  columns: [
    { label: "field.time_zone", cell: ({ record }) => record.time_zone },
    {
      label: "field.cost_per_hour",
      cell: ({ record: { cost_per_hour } }) => (
        <FormattedNumber
          value={cost_per_hour.amount_micros / 1_000_000}
          style="currency"
          currency={cost_per_hour.currency}
        />
      ),
    },
  ],
  groups: [
    {
      fields: [
        { path: "name", label: "field.name", control: Text, required: true },
        { path: "time_zone", label: "field.time_zone", control: TimeZone, required: true },
        {
          path: "cost_per_hour",
          label: "field.cost_per_hour",
          hint: "sites.cost_hint",
          control: MoneyControl,
          required: true,
        },
      ],
    },
  ],
  blank: () => ({
    name: "",
    time_zone: browserTimeZone(),
    cost_per_hour: { amount_micros: 0, currency: "EUR" },
  }),
};
