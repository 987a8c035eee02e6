import type { AgentRole, Permission } from "@rapport/api-client";
import { useQuery } from "@tanstack/react-query";
import { useDirectory } from "~/api/directory";
import { permissionsQuery } from "~/api/permissions";
import { useT } from "~/messages";
import { BUILT_IN_ROLES } from "./words";

export interface ShownRole {
  role: AgentRole;
  name: string;
  permissions: readonly Permission[];
  builtIn: boolean;
  archived: boolean;
}

/** Every role that is or was: the built-in ones first, then the business's own by name. */
export function useRoles(): ShownRole[] {
  const t = useT();
  const { data } = useQuery(permissionsQuery);
  const own = [...useDirectory("roles").values()];
  const builtIn = (data?.built_in_roles ?? []).map(({ role, permissions }) => ({
    role,
    name: t(BUILT_IN_ROLES[role]),
    permissions,
    builtIn: true,
    archived: false,
  }));
  const custom = own
    .map(({ id, name, permissions, archived }) => ({ role: id, name, permissions, builtIn: false, archived }))
    .sort((a, b) => a.name.localeCompare(b.name));
  return [...builtIn, ...custom];
}
