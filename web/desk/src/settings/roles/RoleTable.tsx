import { UnstyledButton } from "@mantine/core";
import type { Agent, Permission } from "@rapport/api-client";
import { Check, Minus } from "lucide-react";
import { useIntl } from "react-intl";
import { useDirectory } from "~/api/directory";
import { useT } from "~/messages";
import classes from "./RoleTable.module.css";
import type { ShownRole } from "./useRoles";
import { MEANINGS } from "./words";

interface Props {
  roles: ShownRole[];
  permissions: { permission: Permission; meaning: string }[];
  onOpen: (id: string) => void;
}

/** Who may do what, role by role, and who has which. */
export function RoleTable({ roles, permissions, onOpen }: Props) {
  const t = useT();
  const intl = useIntl();
  const agents = [...useDirectory("agents").values()].filter(({ archived }) => !archived);
  const holders = (role: Agent["role"]) =>
    agents
      .filter((agent) => agent.role === role)
      .map(({ name }) => name)
      .sort((a, b) => a.localeCompare(b));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what can be scrolled sideways must be within reach of keys.
    <section className={classes.scroll} aria-label={t("settings.roles.title")} tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t("roles.permission")}</th>
            {roles.map(({ role, name, builtIn }) => (
              <th key={role} scope="col">
                {builtIn ? (
                  <>
                    {name}
                    <span className={classes.builtIn}>{t("roles.built_in")}</span>
                  </>
                ) : (
                  <UnstyledButton className={classes.open} onClick={() => onOpen(role)} dir="auto">
                    {name}
                  </UnstyledButton>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {permissions.map(({ permission, meaning }) => (
            <tr key={permission}>
              <th scope="row">
                {MEANINGS[permission] ? t(MEANINGS[permission]) : meaning}
                <code dir="ltr">{permission}</code>
              </th>
              {roles.map(({ role, permissions: its }) => (
                <td key={role}>
                  {its.includes(permission) ? (
                    <Check size={16} role="img" aria-label={t("roles.may")} />
                  ) : (
                    <Minus size={16} role="img" aria-label={t("roles.may_not")} data-not />
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t("roles.holders")}</th>
            {roles.map(({ role }) => (
              <td key={role}>{intl.formatList(holders(role), { type: "unit" }) || t("roles.nobody")}</td>
            ))}
          </tr>
        </tfoot>
      </table>
    </section>
  );
}
