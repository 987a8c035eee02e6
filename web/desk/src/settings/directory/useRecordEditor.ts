import { ProblemError, unwrap } from "@rapport/api-client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "~/api/client";
import {
  createRecord,
  type DirectoryKind,
  type DirectoryRecords,
  directoryQuery,
  updateRecord,
} from "~/api/directory";
import type { RecordForm } from "./form";
import { changesOf, type Draft, getAt, setAt } from "./path";

/** The draft of one record: what was loaded, what is changed, and what happens when two people change it. */
export function useRecordEditor<K extends DirectoryKind>(
  form: RecordForm<K>,
  record: DirectoryRecords[K] | null,
  /** The id is that of a new record that is to be opened. */
  onSaved: (opened?: string) => void,
) {
  const client = useQueryClient();
  const queryKey = directoryQuery(form.kind).queryKey;
  const [base, setBase] = useState<Draft>(() => asDraft(record ?? form.blank()));
  const [draft, setDraft] = useState<Draft>(base);
  const { apart } = form;
  const value = apart && getAt(draft, apart.path);
  const own = value === undefined || !apart ? draft : setAt(draft, apart.path, undefined);
  const changes = changesOf(base, own);
  const changed = Object.keys(changes).length > 0;
  const dirty = changed || value !== undefined;

  const save = useMutation({
    mutationFn: async (): Promise<string | undefined> => {
      if (record) {
        if (changed) await updateRecord(form.kind, { id: record.id, version: Number(base.version) }, changes);
        if (value !== undefined) await apart?.save(record, value);
        return undefined;
      }
      const made = await createRecord(form.kind, own);
      if (value !== undefined) await apart?.save(made, value);
      return (await form.afterCreate?.(client, made, draft)) ? made.id : undefined;
    },
    onSuccess: async (opened) => {
      await client.invalidateQueries({ queryKey });
      onSaved(opened);
    },
  });

  /** Fetches what the other person saved; my own changes go, or are put on top of it. */
  const reload = useMutation({
    mutationFn: async (_: { keepMine: boolean }) => {
      if (!record) return base;
      // Every kind has this path; the record's id says which one it is.
      const path = `/api/v1/${form.kind}/{id}` as "/api/v1/brands/{id}";
      return asDraft(await unwrap(api.GET(path, { params: { path: { id: record.id } } })));
    },
    onSuccess: (latest, { keepMine }) => {
      setBase(latest);
      setDraft(keepMine ? { ...latest, ...changes } : latest);
      save.reset();
      void client.invalidateQueries({ queryKey });
    },
  });

  const problem = save.error instanceof ProblemError ? save.error : null;
  return {
    draft,
    setDraft,
    dirty,
    save,
    reload,
    conflict: problem?.code === "version_conflict",
    fieldErrors: problem && problem.code !== "version_conflict" ? problem.fieldErrors : {},
  };
}

function asDraft(record: object): Draft {
  return record as Draft;
}
