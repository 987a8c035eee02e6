import { Checkbox, Input, Skeleton } from "@mantine/core";
import type { Permission } from "@rapport/api-client";
import { useQuery } from "@tanstack/react-query";
import { permissionsQuery } from "~/api/permissions";
import { useMe } from "~/api/session";
import { useT } from "~/messages";
import { ErrorState } from "~/ui/ErrorState";
import type { ControlProps } from "../directory/form";
import { type Requirement, ticked } from "../roles/ticks";
import { MEANINGS } from "../roles/words";
import classes from "./Permissions.module.css";

/** What a role may do. What one does not have oneself stays as it is. */
export function Permissions({ value, onChange, ...rest }: ControlProps<Permission[] | undefined>) {
  const t = useT();
  const mine = useMe().permissions;
  const { data, error, refetch } = useQuery(permissionsQuery);
  const chosen = value ?? [];
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={320} />;

  // Ticking one may tick or untick others: all of them must be one's own.
  const mayTurn = ({ permission }: Requirement) => {
    const after = ticked(chosen, permission, !chosen.includes(permission), data.permissions);
    return data.permissions.every(
      ({ permission: other }) => mine.includes(other) || chosen.includes(other) === after.includes(other),
    );
  };
  return (
    <Input.Wrapper {...rest} labelElement="div" role="group" aria-label={rest.label}>
      <div className={classes.list}>
        {data.permissions.map((it) => (
          <Checkbox
            key={it.permission}
            size="xs"
            label={t(MEANINGS[it.permission])}
            description={
              <>
                <code dir="ltr">{it.permission}</code>
                {!mine.includes(it.permission) && <span>{t("roles.beyond")}</span>}
              </>
            }
            disabled={!mayTurn(it)}
            checked={chosen.includes(it.permission)}
            onChange={(event) =>
              onChange(ticked(chosen, it.permission, event.currentTarget.checked, data.permissions))
            }
          />
        ))}
      </div>
    </Input.Wrapper>
  );
}
