import type { Permission } from "@rapport/api-client";

export interface Requirement {
  permission: Permission;
  /** Complete: with what these require in their turn. */
  requires: readonly Permission[];
}

/** Ticks a permission with what it requires, or unticks it with what requires it. */
export function ticked(
  chosen: readonly Permission[],
  permission: Permission,
  on: boolean,
  all: readonly Requirement[],
): Permission[] {
  const goes = ({ permission: other, requires }: Requirement) =>
    on
      ? other === permission || all.some((it) => it.permission === permission && it.requires.includes(other))
      : other === permission || requires.includes(permission);
  return all.filter((it) => (goes(it) ? on : chosen.includes(it.permission))).map((it) => it.permission);
}
