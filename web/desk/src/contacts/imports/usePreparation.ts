import { type ContactImport, ProblemError } from "@rapport/api-client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type ImportChange, importQuery, prepareImport } from "~/api/imports";
import { applyImport } from "~/cache/apply";
import { useProblemToast } from "~/ui/useProblemToast";

/**
 * What is said of a file. Each choice is sent by itself, one after the other; one that the server refuses stays on
 * the screen and goes along with the next, so that two which only hold together can be said in turn.
 */
export function usePreparation(one: ContactImport) {
  const client = useQueryClient();
  const toastProblem = useProblemToast();
  const [wish, setWish] = useState<ImportChange>({});
  const save = useMutation({
    mutationFn: (change: ImportChange) =>
      prepareImport(client.getQueryData(importQuery(one.id).queryKey) ?? one, change),
    scope: { id: `import ${one.id}` },
    onSuccess: (saved, sent) => {
      applyImport(client, saved);
      setWish((all) => without(all, sent));
    },
    onError: (error) => {
      void client.invalidateQueries({ queryKey: importQuery(one.id).queryKey });
      // What is wrong with a column stands beside it.
      if (!(error instanceof ProblemError) || Object.keys(error.fieldErrors).length === 0)
        toastProblem(error);
    },
  });
  const { columns, ...options } = one.settings;
  const { targets, ...rest } = wish;
  return {
    settings: {
      ...options,
      ...rest,
      columns: columns.map((column, at) => ({ ...column, target: targets?.[at] ?? column.target })),
    },
    /** Something on the screen is not kept yet. */
    isOpen: Object.keys(wish).length > 0,
    errors: save.error instanceof ProblemError ? save.error.fieldErrors : {},
    change: (next: ImportChange) => {
      const all = { ...wish, ...next };
      setWish((known) => ({ ...known, ...next }));
      save.mutate(all);
    },
  };
}

/** What of it has not been sent as it is now. */
function without(all: ImportChange, sent: ImportChange): ImportChange {
  const left = Object.entries(all).filter(([key, value]) => sent[key as keyof ImportChange] !== value);
  return Object.fromEntries(left);
}
