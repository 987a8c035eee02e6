import { Permissions } from "../controls/Permissions";
import { Text } from "../controls/text";
import type { RecordForm } from "../directory/form";

export const roleForm: RecordForm<"roles"> = {
  kind: "roles",
  title: "settings.roles.title",
  purpose: "purpose.roles",
  addLabel: "roles.add",
  empty: "roles.none_own",
  manage: "agents:manage",
  nameOf: (role) => role.name,
  columns: [],
  groups: [
    {
      fields: [
        { path: "name", label: "field.name", hint: "roles.name_hint", control: Text, required: true },
        {
          path: "permissions",
          label: "roles.permissions",
          hint: "roles.permissions_hint",
          control: Permissions,
          required: true,
        },
      ],
    },
  ],
  blank: () => ({ name: "", permissions: ["conversations:read", "contacts:read", "directory:read"] }),
};
