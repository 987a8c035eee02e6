import type { AgentRole } from "@rapport/api-client";
import { useRoles } from "./useRoles";

/** What a role is called, as a table cell. */
export function RoleName({ role }: { role: AgentRole }) {
  return useRoles().find((it) => it.role === role)?.name ?? null;
}
