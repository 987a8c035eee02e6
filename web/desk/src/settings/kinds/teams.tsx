import { Reference, References } from "../controls/choice";
import { Text } from "../controls/text";
import type { RecordForm } from "../directory/form";
import { RecordNames } from "../RecordNames";

export const teamForm: RecordForm<"teams"> = {
  kind: "teams",
  title: "settings.teams.title",
  purpose: "purpose.teams",
  addLabel: "teams.add",
  empty: "teams.empty",
  manage: "directory:manage",
  nameOf: (team) => team.name,
  columns: [
    {
      label: "teams.lead",
      cell: ({ record }) => <RecordNames kind="agents" ids={[record.lead_id ?? null]} />,
    },
    {
      label: "teams.members",
      cell: ({ record }) => <RecordNames kind="agents" ids={record.member_ids ?? []} />,
    },
  ],
  groups: [
    {
      fields: [
        { path: "name", label: "field.name", control: Text, required: true },
        {
          path: "member_ids",
          label: "teams.members",
          hint: "teams.members_hint",
          control: (props) => <References {...props} kind="agents" />,
        },
        {
          path: "lead_id",
          label: "teams.lead",
          hint: "teams.lead_hint",
          control: (props) => <Reference {...props} kind="agents" />,
        },
      ],
    },
  ],
  blank: () => ({ name: "", member_ids: [], lead_id: null }),
};
