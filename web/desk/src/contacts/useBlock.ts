import { type Contact, unwrap } from "@rapport/api-client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "~/api/client";
import { contactQuery } from "~/api/contacts";
import { useProblemToast } from "~/ui/useProblemToast";

/** Takes nothing more from a contact, or takes messages again. */
export function useBlock(id: string) {
  const client = useQueryClient();
  const params = { path: { id } };
  const options = {
    onSuccess: (contact: Contact) => {
      client.setQueryData(contactQuery(id).queryKey, contact);
      void client.invalidateQueries({ queryKey: ["contacts"] });
    },
    onError: useProblemToast(),
  };
  const block = useMutation({
    mutationFn: (reason: string | null) =>
      unwrap(api.POST("/api/v1/contacts/{id}/block", { params, body: { reason } })),
    ...options,
  });
  const unblock = useMutation({
    mutationFn: () => unwrap(api.POST("/api/v1/contacts/{id}/unblock", { params })),
    ...options,
  });
  return { block, unblock };
}
