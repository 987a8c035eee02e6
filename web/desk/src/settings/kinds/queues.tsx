import type { Queue } from "@rapport/api-client";
import type { MessageId } from "~/messages";
import { OneOf, Reference } from "../controls/choice";
import { DurationControl } from "../controls/DurationControl";
import { NumberControl } from "../controls/NumberControl";
import { Overflow } from "../controls/Overflow";
import { Rings } from "../controls/Rings";
import { SkillRequirements } from "../controls/SkillList";
import { Text } from "../controls/text";
import type { RecordForm } from "../directory/form";
import { RecordNames } from "../RecordNames";
import { DurationWords, Words } from "../Words";

const STRATEGIES: Record<Queue["strategy"], MessageId> = {
  longest_idle: "queues.strategy.longest_idle",
  round_robin: "queues.strategy.round_robin",
  least_loaded: "queues.strategy.least_loaded",
  most_skilled: "queues.strategy.most_skilled",
  least_cost: "queues.strategy.least_cost",
  ring_all: "queues.strategy.ring_all",
};

export const queueForm: RecordForm<"queues"> = {
  kind: "queues",
  title: "settings.queues.title",
  purpose: "purpose.queues",
  addLabel: "queues.add",
  empty: "queues.empty",
  manage: "directory:manage",
  nameOf: (queue) => queue.name,
  columns: [
    { label: "queues.strategy", cell: ({ record }) => <Words id={STRATEGIES[record.strategy]} /> },
    {
      label: "queues.answer_within",
      cell: ({ record }) => <DurationWords ms={record.service_level.answer_within_ms} />,
    },
    { label: "field.hours", cell: ({ record }) => <RecordNames kind="hours" ids={[record.hours_id]} /> },
  ],
  groups: [
    {
      fields: [
        { path: "name", label: "field.name", control: Text, required: true },
        {
          path: "priority",
          label: "queues.priority",
          hint: "queues.priority_hint",
          control: (props) => <NumberControl {...props} min={1} max={10} />,
          required: true,
        },
        {
          path: "hours_id",
          label: "field.hours",
          hint: "queues.hours_hint",
          control: (props) => <Reference {...props} kind="hours" />,
        },
      ],
    },
    {
      title: "queues.group_who",
      fields: [
        {
          path: "strategy",
          label: "queues.strategy",
          hint: "queues.strategy_hint",
          control: (props) => <OneOf {...props} options={STRATEGIES} />,
          required: true,
        },
        {
          path: "required_skills",
          label: "queues.required_skills",
          hint: "queues.required_skills_hint",
          control: SkillRequirements,
        },
        { path: "rings", label: "queues.rings", hint: "queues.rings_hint", control: Rings },
        {
          path: "preferred_agent_hold_ms",
          label: "queues.preferred_agent_hold",
          hint: "queues.preferred_agent_hold_hint",
          control: DurationControl,
        },
        {
          path: "language_hold_ms",
          label: "queues.language_hold",
          hint: "queues.language_hold_hint",
          control: DurationControl,
        },
      ],
    },
    {
      title: "queues.group_times",
      fields: [
        {
          path: "service_level.answer_within_ms",
          label: "queues.answer_within",
          hint: "queues.answer_within_hint",
          control: DurationControl,
        },
        {
          path: "service_level.percent",
          label: "queues.percent",
          hint: "queues.percent_hint",
          control: (props) => <NumberControl {...props} min={1} max={100} suffix=" %" />,
        },
        {
          path: "offer_timeout_ms",
          label: "queues.offer_timeout",
          hint: "queues.offer_timeout_hint",
          control: DurationControl,
        },
        {
          path: "wrap_up_ms",
          label: "queues.wrap_up",
          hint: "queues.wrap_up_hint",
          control: DurationControl,
        },
      ],
    },
    {
      title: "queues.group_overflow",
      fields: [
        { path: "overflow", label: "queues.overflow", hint: "queues.overflow_hint", control: Overflow },
      ],
    },
  ],
  blank: () => ({
    name: "",
    strategy: "longest_idle",
    priority: 5,
    required_skills: [],
    rings: [],
    service_level: { answer_within_ms: 60_000, percent: 80 },
    offer_timeout_ms: 20_000,
    wrap_up_ms: 120_000,
    preferred_agent_hold_ms: 0,
    language_hold_ms: 0,
    hours_id: null,
    overflow: null,
  }),
};
