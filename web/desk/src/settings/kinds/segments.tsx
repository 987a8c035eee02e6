import { SegmentCondition } from "../controls/SegmentCondition";
import { Text } from "../controls/text";
import type { RecordForm } from "../directory/form";
import { SegmentMembers, SegmentUnknown } from "../SegmentMembers";

export const segmentForm: RecordForm<"segments"> = {
  kind: "segments",
  title: "settings.segments.title",
  purpose: "purpose.segments",
  addLabel: "segments.add",
  empty: "segments.empty",
  manage: "directory:manage",
  nameOf: (segment) => segment.name,
  columns: [
    { label: "segments.members", cell: ({ record }) => <SegmentMembers segment={record} /> },
    { label: "segments.condition", cell: ({ record }) => <code dir="ltr">{record.condition}</code> },
  ],
  groups: [
    {
      fields: [
        { path: "name", label: "field.name", control: Text, required: true },
        {
          path: "condition",
          label: "segments.condition",
          hint: "segments.condition_hint",
          control: SegmentCondition,
          required: true,
        },
      ],
    },
  ],
  blank: () => ({ name: "", condition: "" }),
  extra: ({ record }) => <SegmentUnknown segment={record} />,
};
