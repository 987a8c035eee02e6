import { type Contact, unwrap } from "@rapport/api-client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "~/api/client";
import { applyMerged, applySplit, askDuplicatesAgain } from "~/cache/contacts";
import { useT } from "~/messages";
import { toast } from "~/ui/toasts";
import { useProblemToast } from "~/ui/useProblemToast";
import type { preferredOf } from "./sides";

interface Merging {
  from: Contact;
  into: Contact;
  preferred?: ReturnType<typeof preferredOf>;
}

interface Splitting {
  id: string;
  name: string | null;
  identity_ids: string[];
  conversation_ids: string[];
}

/** Makes one contact of two, or two of one; each can be undone where it is told. */
export function useContactMerge() {
  const t = useT();
  const client = useQueryClient();
  const onError = useProblemToast();

  const undo = useMutation({
    mutationFn: (id: string) =>
      unwrap(api.POST("/api/v1/contact_merges/{id}/undo", { params: { path: { id } } })),
    onSuccess: ({ contact, split }) => {
      applySplit(client, contact, split);
      toast("good", t("contact_merge.undone"));
    },
    onError,
  });
  const merge = useMutation({
    mutationFn: ({ from, into, preferred }: Merging) =>
      unwrap(
        api.POST("/api/v1/contacts/{id}/merge", {
          params: { path: { id: from.id } },
          body: { into_id: into.id, ...(preferred && { preferred }) },
        }),
      ),
    onSuccess: ({ contact, merge_id }, { from }) => {
      applyMerged(client, contact, from.id);
      toast("good", t("contact_merge.done"), {
        label: t("action.undo"),
        run: () => undo.mutate(merge_id),
      });
    },
    onError,
  });
  const split = useMutation({
    mutationFn: ({ id, ...body }: Splitting) =>
      unwrap(api.POST("/api/v1/contacts/{id}/split", { params: { path: { id } }, body })),
    onSuccess: ({ contact, split: other }) => {
      applySplit(client, contact, other);
      toast("good", t("contact_split.done", { name: other.name || t("contact.visitor") }), {
        label: t("action.undo"),
        run: () => merge.mutate({ from: other, into: contact }),
      });
    },
    onError,
  });
  const tell = useMutation({
    mutationFn: ({ id, other_id, apart }: { id: string; other_id: string; apart: boolean }) => {
      const path = "/api/v1/contacts/{id}/duplicates/{other_id}/apart";
      const params = { path: { id, other_id } };
      return unwrap(apart ? api.PUT(path, { params }) : api.DELETE(path, { params }));
    },
    onSuccess: (_, { id, other_id, apart }) => {
      askDuplicatesAgain(client, [id, other_id]);
      if (!apart) return;
      toast("good", t("contact_merge.told_apart"), {
        label: t("action.undo"),
        run: () => tell.mutate({ id, other_id, apart: false }),
      });
    },
    onError,
  });
  return { merge, undo, split, tell };
}
