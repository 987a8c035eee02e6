import { type ContactImport, ProblemError } from "@rapport/api-client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { applyImport } from "~/cache/apply";
import { useProblemToast } from "~/ui/useProblemToast";

/** Something that is done with an import, and shown at once to whoever did it. */
export function useImport<V>(act: (value: V) => Promise<ContactImport>) {
  const client = useQueryClient();
  const toastProblem = useProblemToast();
  return useMutation({
    mutationFn: act,
    onSuccess: (one) => applyImport(client, one),
    onError: (error) => {
      void client.invalidateQueries({ queryKey: ["import"] });
      // What is wrong with a column stands beside it.
      if (!(error instanceof ProblemError) || Object.keys(error.fieldErrors).length === 0)
        toastProblem(error);
    },
  });
}
