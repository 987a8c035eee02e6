import { Button, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Plus, Search } from "lucide-react";
import { useState } from "react";
import { type DirectoryKind, directoryQuery } from "~/api/directory";
import { useMay } from "~/api/session";
import { useT } from "~/messages";
import { EmptyState } from "~/ui/EmptyState";
import { ErrorState } from "~/ui/ErrorState";
import { ListSkeleton } from "~/ui/ListSkeleton";
import { Pane } from "~/ui/Pane";
import { allSettingsPages } from "../pages";
import classes from "./DirectoryPage.module.css";
import { DirectoryTable } from "./DirectoryTable";
import type { RecordForm } from "./form";
import { RecordDrawer } from "./RecordDrawer";

/** A filter helps only once the list is longer than a glance. */
const FILTER_FROM_RECORDS = 8;

interface Props<K extends DirectoryKind> {
  form: RecordForm<K>;
  /** Which record is open: an id, or "new". It lives in the URL. */
  record: string | undefined;
}

export function DirectoryPage<K extends DirectoryKind>({ form, record }: Props<K>) {
  const t = useT();
  const navigate = useNavigate();
  const mayManage = useMay(form.manage);
  const { data, error, refetch } = useQuery(directoryQuery(form.kind));
  const [filter, setFilter] = useState("");
  const open = (id: string | undefined) => void navigate({ to: ".", search: id ? { record: id } : {} });

  const records = (data ?? [])
    .filter((item) => !item.archived && form.nameOf(item).toLowerCase().includes(filter.toLowerCase()))
    .sort((a, b) => form.nameOf(a).localeCompare(form.nameOf(b)));
  const opened = data?.find((item) => item.id === record);
  const icon = allSettingsPages.find((page) => page.title === form.title)?.icon ?? Search;

  return (
    <Pane
      title={t(form.title)}
      purpose={t(form.purpose)}
      actions={
        mayManage && (
          <Button leftSection={<Plus size={15} />} onClick={() => open("new")}>
            {t(form.addLabel)}
          </Button>
        )
      }
    >
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <ListSkeleton />
      ) : data.every((item) => item.archived) ? (
        <EmptyState icon={icon} title={t("settings.none")} hint={t(form.empty)} />
      ) : (
        <>
          {data.length >= FILTER_FROM_RECORDS && (
            <TextInput
              size="xs"
              className={classes.filter}
              leftSection={<Search size={14} />}
              placeholder={t("settings.filter")}
              aria-label={t("settings.filter")}
              value={filter}
              onChange={(event) => setFilter(event.currentTarget.value)}
            />
          )}
          <DirectoryTable form={form} records={records} onOpen={open} />
        </>
      )}
      {(opened || record === "new") && (
        <RecordDrawer
          key={record}
          form={form}
          record={opened ?? null}
          readOnly={!mayManage}
          onClose={() => open(undefined)}
          onOpen={open}
        />
      )}
    </Pane>
  );
}
