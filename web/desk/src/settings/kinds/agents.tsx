import { AccessChip } from "../access/AccessChip";
import { AgentAccess } from "../access/AgentAccess";
import { inviteUnlessPassword } from "../access/links";
import { Reference, References } from "../controls/choice";
import { NumberControl } from "../controls/NumberControl";
import { RoleChoice } from "../controls/RoleChoice";
import { SkillLevels } from "../controls/SkillList";
import { LongText, NewPassword, Text } from "../controls/text";
import type { RecordForm } from "../directory/form";
import { RecordNames } from "../RecordNames";
import { RoleName } from "../roles/RoleName";
import { TeamNames } from "../TeamNames";

export const agentForm: RecordForm<"agents"> = {
  kind: "agents",
  title: "settings.agents.title",
  purpose: "purpose.agents",
  addLabel: "agents.add",
  empty: "agent_form.empty",
  manage: "agents:manage",
  nameOf: (agent) => agent.name,
  columns: [
    { label: "field.email", cell: ({ record }) => record.email },
    { label: "field.role", cell: ({ record }) => <RoleName role={record.role} /> },
    { label: "teams.of_agent", cell: ({ record }) => <TeamNames agentId={record.id} /> },
    { label: "access.title", cell: ({ record }) => <AccessChip agentId={record.id} /> },
    { label: "field.queues", cell: ({ record }) => <RecordNames kind="queues" ids={record.queue_ids} /> },
  ],
  extra: AgentAccess,
  afterCreate: inviteUnlessPassword,
  groups: [
    {
      fields: [
        { path: "name", label: "agent_form.name", control: Text, required: true },
        { path: "email", label: "field.email", hint: "agent_form.email_hint", control: Text, required: true },
        {
          path: "password",
          label: "field.password",
          hint: "agent_form.password_hint",
          control: NewPassword,
          only: "new",
        },
        {
          path: "role",
          label: "field.role",
          hint: "agent_form.role_hint",
          control: RoleChoice,
          required: true,
        },
        {
          path: "signature",
          label: "signature.agent",
          hint: "signature.agent_hint",
          control: LongText,
        },
        { path: "site_id", label: "field.site", control: (props) => <Reference {...props} kind="sites" /> },
      ],
    },
    {
      title: "agent_form.group_work",
      fields: [
        {
          path: "queue_ids",
          label: "field.queues",
          hint: "agent_form.queues_hint",
          control: (props) => <References {...props} kind="queues" />,
        },
        { path: "skills", label: "field.skills", hint: "agent_form.skills_hint", control: SkillLevels },
        {
          path: "capacity_units",
          label: "agent_form.capacity",
          hint: "agent_form.capacity_hint",
          control: (props) => <NumberControl {...props} min={1} max={1_000} />,
        },
      ],
    },
    {
      title: "agent_form.group_password",
      fields: [
        {
          path: "password",
          label: "agent_form.new_password",
          hint: "agent_form.new_password_hint",
          control: NewPassword,
          only: "existing",
        },
      ],
    },
  ],
  blank: () => ({
    name: "",
    email: "",
    password: undefined,
    role: "agent",
    site_id: null,
    skills: [],
    queue_ids: [],
    capacity_units: 100,
    signature: "",
  }),
};
