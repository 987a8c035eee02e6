import { type Contact, unwrap } from "@rapport/api-client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "~/api/client";
import { contactQuery } from "~/api/contacts";
import type { IdentityKind } from "../list/filter";

export interface NewIdentity {
  kind: IdentityKind;
  value: string;
  verified?: boolean;
}

/** Gives a contact addresses, and takes them away. */
export function useIdentities(contactId: string) {
  const client = useQueryClient();
  const onSuccess = (contact: Contact) => {
    client.setQueryData(contactQuery(contact.id).queryKey, contact);
    void client.invalidateQueries({ queryKey: ["contacts"] });
  };
  const add = useMutation({
    mutationFn: (body: NewIdentity) =>
      unwrap(api.POST("/api/v1/contacts/{id}/identities", { params: { path: { id: contactId } }, body })),
    onSuccess,
  });
  const remove = useMutation({
    mutationFn: (identity_id: string) =>
      unwrap(
        api.DELETE("/api/v1/contacts/{id}/identities/{identity_id}", {
          params: { path: { id: contactId, identity_id } },
        }),
      ),
    onSuccess,
  });
  return { add, remove };
}
