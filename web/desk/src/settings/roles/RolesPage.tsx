import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { directoryQuery } from "~/api/directory";
import { permissionsQuery } from "~/api/permissions";
import { useMay, useMe } from "~/api/session";
import { useT } from "~/messages";
import { ErrorState } from "~/ui/ErrorState";
import { ListSkeleton } from "~/ui/ListSkeleton";
import { Pane } from "~/ui/Pane";
import { RecordDrawer } from "../directory/RecordDrawer";
import { roleForm } from "../kinds/roles";
import { RoleTable } from "./RoleTable";
import { useRoles } from "./useRoles";

/** The server's own table of who may do what, and the roles that the business adds to it. */
export function RolesPage({ record }: { record: string | undefined }) {
  const t = useT();
  const navigate = useNavigate();
  const mine = useMe().permissions;
  const mayManage = useMay(roleForm.manage);
  const table = useQuery(permissionsQuery);
  const own = useQuery(directoryQuery("roles"));
  const roles = useRoles().filter(({ archived }) => !archived);
  const opened = own.data?.find(({ id }) => id === record);
  const open = (id: string | undefined) => void navigate({ to: ".", search: id ? { record: id } : {} });
  const error = table.error ?? own.error;

  return (
    <Pane
      title={t(roleForm.title)}
      purpose={t(roleForm.purpose)}
      actions={
        mayManage && (
          <Button leftSection={<Plus size={15} />} onClick={() => open("new")}>
            {t(roleForm.addLabel)}
          </Button>
        )
      }
    >
      {table.data && own.data ? (
        <>
          <RoleTable roles={roles} permissions={table.data.permissions} onOpen={open} />
          {mayManage && own.data.every(({ archived }) => archived) && <p>{t(roleForm.empty)}</p>}
        </>
      ) : error ? (
        <ErrorState error={error} onRetry={() => void Promise.all([table.refetch(), own.refetch()])} />
      ) : (
        <ListSkeleton />
      )}
      {(opened || record === "new") && (
        <RecordDrawer
          key={record}
          form={roleForm}
          record={opened ?? null}
          // What allows more than oneself may do can be changed by others only.
          readOnly={!mayManage || !(opened?.permissions ?? []).every((it) => mine.includes(it))}
          onClose={() => open(undefined)}
          onOpen={open}
        />
      )}
    </Pane>
  );
}
