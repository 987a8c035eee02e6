import { Button, Group, MultiSelect, Radio, Stack, Switch } from "@mantine/core";
import { type ContactImport, ProblemError } from "@rapport/api-client";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useDirectory } from "~/api/directory";
import {
  discardImport,
  type ImportChange,
  importPreviewQuery,
  importsQuery,
  startImport,
} from "~/api/imports";
import { useT } from "~/messages";
import { Dialog } from "~/ui/Dialog";
import { ErrorState } from "~/ui/ErrorState";
import { ListSkeleton } from "~/ui/ListSkeleton";
import { useProblemToast } from "~/ui/useProblemToast";
import { Columns } from "./Columns";
import classes from "./Imports.module.css";
import { Preview } from "./Preview";
import { useImport } from "./useImport";
import { usePreparation } from "./usePreparation";

const KNOWN = ["update", "complete", "skip"] as const;

/** What the columns mean, what becomes of whom, and what that would come to. Each change is kept by itself. */
export function Draft({ import: one }: { import: ContactImport }) {
  const t = useT();
  const { settings, isOpen, errors: refused, change: prepare } = usePreparation(one);
  const { columns, known_contacts, verified, tag_ids } = settings;
  const start = useImport(() => startImport(one.id));
  const preview = useQuery({
    ...importPreviewQuery(one.id, one.version),
    placeholderData: keepPreviousData,
  });
  const tags = [...useDirectory("tags").values()].filter((tag) => !tag.archived || tag_ids.includes(tag.id));
  const errors = start.error instanceof ProblemError ? start.error.fieldErrors : refused;
  const ready = one.rows - (preview.data?.refused_count ?? 0);
  const change = (next: ImportChange) => {
    start.reset();
    prepare(next);
  };
  return (
    <Stack gap={28} className={classes.steps}>
      <section>
        <h2>{t("imports.step_columns")}</h2>
        <p className={classes.hint}>{t("imports.step_columns_hint")}</p>
        <Columns
          columns={columns}
          samples={preview.data?.rows ?? []}
          errors={errors}
          onChange={(targets) => change({ targets })}
        />
      </section>
      <section>
        <h2>{t("imports.step_options")}</h2>
        <Stack gap={16}>
          <Radio.Group
            label={t("imports.known")}
            value={known_contacts}
            onChange={(next) => change({ known_contacts: next as (typeof KNOWN)[number] })}
          >
            <Stack gap={8} mt={8}>
              {KNOWN.map((way) => (
                <Radio
                  key={way}
                  value={way}
                  label={t(`imports.known_${way}`)}
                  description={t(`imports.known_${way}_hint`)}
                />
              ))}
            </Stack>
          </Radio.Group>
          <Switch
            label={t("imports.verified")}
            description={t("imports.verified_hint")}
            checked={verified}
            onChange={(event) => change({ verified: event.currentTarget.checked })}
          />
          <MultiSelect
            label={t("imports.tags")}
            description={t("imports.tags_hint")}
            searchable
            clearable
            maxValues={20}
            nothingFoundMessage={t("action.nothing_found")}
            data={tags.map(({ id, name }) => ({ value: id, label: name }))}
            value={tag_ids}
            onChange={(next) => change({ tag_ids: next })}
          />
        </Stack>
      </section>
      <section aria-busy={preview.isFetching || undefined}>
        <h2>{t("imports.step_preview")}</h2>
        {preview.error && !preview.data ? (
          <ErrorState error={preview.error} onRetry={() => void preview.refetch()} />
        ) : preview.data ? (
          <Preview columns={columns} preview={preview.data} rows={one.rows} />
        ) : (
          <ListSkeleton />
        )}
      </section>
      <Group gap={8} className={classes.foot}>
        <Button
          loading={start.isPending}
          disabled={!preview.data || isOpen || ready === 0}
          onClick={() => start.mutate(undefined)}
        >
          {t("imports.start", { count: ready })}
        </Button>
        <Discard import={one} />
      </Group>
    </Stack>
  );
}

function Discard({ import: one }: { import: ContactImport }) {
  const t = useT();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [asked, setAsked] = useState(false);
  const discard = useMutation({
    mutationFn: () => discardImport(one.id),
    onSuccess: async () => {
      await navigate({ to: "/contacts/imports" });
      void client.invalidateQueries({ queryKey: importsQuery.queryKey });
    },
    onError: useProblemToast(),
  });
  return (
    <>
      <Button variant="default" onClick={() => setAsked(true)}>
        {t("imports.discard")}
      </Button>
      {asked && (
        <Dialog title={t("imports.discard_title")} onClose={() => setAsked(false)}>
          <p className={classes.hint}>{t("imports.discard_hint")}</p>
          <Group justify="flex-end" gap={8}>
            <Button variant="default" data-autofocus onClick={() => setAsked(false)}>
              {t("action.cancel")}
            </Button>
            <Button color="red" loading={discard.isPending} onClick={() => discard.mutate()}>
              {t("imports.discard")}
            </Button>
          </Group>
        </Dialog>
      )}
    </>
  );
}
