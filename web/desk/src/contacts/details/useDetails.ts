import {
  type Channel,
  type Company,
  type ConsentWord,
  type Contact,
  type FieldValue,
  ProblemError,
  unwrap,
} from "@rapport/api-client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, ifMatch } from "~/api/client";
import { contactQuery } from "~/api/contacts";
import { useT } from "~/messages";
import { toast } from "~/ui/toasts";

/** One change of what is known; `null` clears. */
export interface DetailsChange {
  language?: string | null;
  company?: Pick<Company, "id" | "name"> | null;
  /** Put on or taken off; what others do with other tags meanwhile stays. */
  tag?: { id: string; on: boolean };
  fields?: Record<string, FieldValue | null>;
  preferred_channel?: Channel | null;
  consents?: Partial<Record<Channel, ConsentWord | null>>;
}

/** Others may have changed something else meanwhile: so often it is tried on their version. */
const TRIES = 3;

/** The contact as they will be once the change is kept. */
function withChange(contact: Contact, { fields, consents, tag, ...change }: DetailsChange): Contact {
  const at = new Date().toISOString();
  const by = { kind: "agent" as const, id: null, name: null };
  const noted = ({ state, note = null }: ConsentWord) => ({ state, note, at, by });
  return {
    ...contact,
    ...change,
    tag_ids: tagsWith(contact, tag),
    fields: merged(contact.fields, fields, (value) => value),
    consents: merged(contact.consents, consents, noted),
  };
}

/** A map with changes; `null` takes away. */
function merged<V, C>(
  known: Record<string, V>,
  changes: Record<string, C | null> = {},
  kept: (change: C) => V,
): Record<string, V> {
  const all = { ...known };
  for (const [key, change] of Object.entries(changes)) {
    if (change === null) delete all[key];
    else all[key] = kept(change);
  }
  return all;
}

function tagsWith({ tag_ids }: Contact, tag: DetailsChange["tag"]): string[] {
  if (!tag) return tag_ids;
  const rest = tag_ids.filter((id) => id !== tag.id);
  return tag.on ? [...rest, tag.id] : rest;
}

async function patch(contact: Contact, { company, tag, ...change }: DetailsChange): Promise<Contact> {
  const path = { id: contact.id };
  let known = contact;
  for (let tries = 1; ; tries++) {
    const body = {
      ...change,
      ...(company !== undefined && { company_id: company?.id ?? null }),
      ...(tag && { tag_ids: tagsWith(known, tag) }),
    };
    try {
      const params = { path, header: ifMatch(known.version) };
      return await unwrap(api.PATCH("/api/v1/contacts/{id}", { params, body }));
    } catch (error) {
      const stale = error instanceof ProblemError && error.code === "version_conflict";
      if (!stale || tries === TRIES) throw error;
      known = await unwrap(api.GET("/api/v1/contacts/{id}", { params: { path } }));
    }
  }
}

/** Keeps changes of what is known of a contact, each by itself, and shows it at once. */
export function useDetails(contact: Contact) {
  const t = useT();
  const client = useQueryClient();
  const { queryKey } = contactQuery(contact.id);
  const { mutate } = useMutation({
    mutationFn: (change: DetailsChange) => patch(contact, change),
    onMutate: (change) => {
      client.setQueryData(queryKey, (known) => known && withChange(known, change));
    },
    onSuccess: (saved) => {
      client.setQueryData(queryKey, saved);
      void client.invalidateQueries({ queryKey: ["contacts"] });
    },
    onError: (error, change) => {
      void client.invalidateQueries({ queryKey });
      const offline = error instanceof ProblemError && error.code === "network";
      const words = error instanceof ProblemError ? Object.values(error.fieldErrors)[0] : undefined;
      toast("bad", offline ? t("error.network") : (words ?? error.message), {
        label: t("action.retry"),
        run: () => mutate(change),
      });
    },
  });
  return mutate;
}
