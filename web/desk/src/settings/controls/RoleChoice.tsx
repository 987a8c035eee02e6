import { Select } from "@mantine/core";
import type { AgentRole } from "@rapport/api-client";
import { useMe } from "~/api/session";
import type { ControlProps } from "../directory/form";
import { useRoles } from "../roles/useRoles";

/** One of the roles. What may more than oneself can be seen, but neither given nor taken. */
export function RoleChoice({ value, onChange, ...rest }: ControlProps<AgentRole | undefined>) {
  const mine = useMe().permissions;
  const roles = useRoles().filter(({ role, archived }) => !archived || role === value);
  return (
    <Select
      {...rest}
      allowDeselect={false}
      data={roles.map(({ role, name, permissions }) => ({
        value: role,
        label: name,
        disabled: !permissions.every((permission) => mine.includes(permission)),
      }))}
      value={value ?? null}
      onChange={(next) => next && onChange(next)}
    />
  );
}
