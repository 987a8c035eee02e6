import type { Role } from "@rapport/api-client";
import type { MessageId } from "~/messages";
import { OneOf, Reference, References } from "../controls/choice";
import { NumberControl } from "../controls/NumberControl";
import { SkillLevels } from "../controls/SkillList";
import { NewPassword, Text } from "../controls/text";
import type { RecordForm } from "../directory/form";
import { RecordNames } from "../RecordNames";
import { Words } from "../Words";

const ROLES: Record<Role, MessageId> = {
  agent: "role.agent",
  supervisor: "role.supervisor",
  administrator: "role.administrator",
};

export const agentForm: RecordForm<"agents"> = {
  kind: "agents",
  title: "settings.agents.title",
  purpose: "settings.agents.purpose",
  addLabel: "agents.add",
  empty: "agents.empty",
  manage: "agents:manage",
  nameOf: (agent) => agent.name,
  columns: [
    { label: "field.email", cell: ({ record }) => record.email },
    { label: "field.role", cell: ({ record }) => <Words id={ROLES[record.role]} /> },
    { label: "field.queues", cell: ({ record }) => <RecordNames kind="queues" ids={record.queue_ids} /> },
  ],
  groups: [
    {
      fields: [
        { path: "name", label: "agents.name", control: Text, required: true },
        { path: "email", label: "field.email", hint: "agents.email_hint", control: Text, required: true },
        {
          path: "password",
          label: "field.password",
          hint: "agents.password_hint",
          control: NewPassword,
          required: true,
          only: "new",
        },
        {
          path: "role",
          label: "field.role",
          hint: "agents.role_hint",
          control: (props) => <OneOf {...props} options={ROLES} />,
          required: true,
        },
        { path: "site_id", label: "field.site", control: (props) => <Reference {...props} kind="sites" /> },
      ],
    },
    {
      title: "agents.group_work",
      fields: [
        {
          path: "queue_ids",
          label: "field.queues",
          hint: "agents.queues_hint",
          control: (props) => <References {...props} kind="queues" />,
        },
        { path: "skills", label: "field.skills", hint: "agents.skills_hint", control: SkillLevels },
        {
          path: "capacity_units",
          label: "agents.capacity",
          hint: "agents.capacity_hint",
          control: (props) => <NumberControl {...props} min={1} max={1_000} />,
        },
      ],
    },
    {
      title: "agents.group_password",
      fields: [
        {
          path: "password",
          label: "agents.new_password",
          hint: "agents.new_password_hint",
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
  }),
};
