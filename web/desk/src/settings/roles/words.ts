import type { BuiltInRole, Permission } from "@rapport/api-client";
import type { MessageId } from "~/messages";

export const BUILT_IN_ROLES: Record<BuiltInRole, MessageId> = {
  agent: "role.agent",
  supervisor: "role.supervisor",
  administrator: "role.administrator",
};

/** The reader's language for what the server says in English. A new permission does not compile without. */
export const MEANINGS: Record<Permission, MessageId> = {
  "conversations:read": "permission.conversations_read",
  "conversations:write": "permission.conversations_write",
  "contacts:read": "permission.contacts_read",
  "contacts:write": "permission.contacts_write",
  "contacts:transfer": "permission.contacts_transfer",
  "board:read": "permission.board_read",
  "board:manage": "permission.board_manage",
  "reports:read": "permission.reports_read",
  "directory:read": "permission.directory_read",
  "directory:manage": "permission.directory_manage",
  "agents:manage": "permission.agents_manage",
  "audit:read": "permission.audit_read",
  "tokens:manage": "permission.tokens_manage",
  "inbound:write": "permission.inbound_write",
};
