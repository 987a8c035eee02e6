import { Conditions } from "../controls/Conditions";
import { Reference, Toggle } from "../controls/choice";
import { NumberControl } from "../controls/NumberControl";
import { LongText, Text } from "../controls/text";
import type { RecordForm } from "../directory/form";
import { ProactiveResults } from "../ProactiveResults";
import { RecordNames } from "../RecordNames";
import { Words } from "../Words";

const A_YEAR_HOURS = 8_760;

export const proactiveRuleForm: RecordForm<"proactive_rules"> = {
  kind: "proactive_rules",
  title: "settings.proactive_rules.title",
  purpose: "purpose.proactive_rules",
  addLabel: "proactive_rules.add",
  empty: "proactive_rules.empty",
  manage: "directory:manage",
  nameOf: (rule) => rule.name,
  columns: [
    { label: "field.inbox", cell: ({ record }) => <RecordNames kind="inboxes" ids={[record.inbox_id]} /> },
    {
      label: "field.enabled",
      cell: ({ record }) => <Words id={record.enabled ? "inboxes.enabled" : "inboxes.disabled"} />,
    },
  ],
  extra: ({ record }) => <ProactiveResults ruleId={record.id} />,
  groups: [
    {
      fields: [
        { path: "name", label: "field.name", control: Text, required: true },
        { path: "enabled", label: "field.enabled", control: Toggle },
        {
          path: "inbox_id",
          label: "field.inbox",
          control: (props) => <Reference {...props} kind="inboxes" />,
          required: true,
        },
        {
          path: "text",
          label: "proactive_rules.text",
          hint: "proactive_rules.text_hint",
          control: LongText,
          required: true,
        },
      ],
    },
    {
      title: "proactive_rules.group_when",
      fields: [
        {
          path: "conditions",
          label: "proactive_rules.conditions",
          hint: "proactive_rules.conditions_hint",
          control: Conditions,
        },
        {
          path: "only_when_free",
          label: "proactive_rules.only_when_free",
          hint: "proactive_rules.only_when_free_hint",
          control: Toggle,
        },
      ],
    },
    {
      title: "proactive_rules.group_how_often",
      fields: [
        {
          path: "every_hours",
          label: "proactive_rules.every_hours",
          hint: "proactive_rules.every_hours_hint",
          control: (props) => <NumberControl {...props} min={1} max={A_YEAR_HOURS} />,
        },
        {
          path: "holdout_percent",
          label: "proactive_rules.holdout",
          hint: "proactive_rules.holdout_hint",
          control: (props) => <NumberControl {...props} min={0} max={50} suffix=" %" />,
        },
      ],
    },
  ],
  blank: () => ({
    name: "",
    enabled: true,
    inbox_id: "",
    conditions: [{ kind: "time_on_page", seconds: 30 }],
    text: "",
    every_hours: 168,
    holdout_percent: 10,
    only_when_free: true,
  }),
};
