import {
  type Agent,
  type Brand,
  type CannedReply,
  type ContactField,
  type Disposition,
  type Hours,
  type Inbox,
  type Page,
  type ProactiveRule,
  type Queue,
  type Role,
  type Segment,
  type Site,
  type Skill,
  type Tag,
  type Team,
  unwrap,
  type Webhook,
} from "@rapport/api-client";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { api, ifMatch } from "./client";

/** The configured things, by the plural noun that their URLs carry. */
export interface DirectoryRecords {
  agents: Agent;
  brands: Brand;
  canned_replies: CannedReply;
  contact_fields: ContactField;
  dispositions: Disposition;
  hours: Hours;
  inboxes: Inbox;
  proactive_rules: ProactiveRule;
  queues: Queue;
  roles: Role;
  segments: Segment;
  sites: Site;
  skills: Skill;
  tags: Tag;
  webhooks: Webhook;
  teams: Team;
}

export type DirectoryKind = keyof DirectoryRecords;

const PAGE_SIZE = 200;

// Every kind has the same five operations; the one cast lets one function serve them all.
const pathOf = (kind: DirectoryKind) => `/api/v1/${kind}` as "/api/v1/brands";

async function listAll<K extends DirectoryKind>(kind: K): Promise<DirectoryRecords[K][]> {
  const all: DirectoryRecords[K][] = [];
  let cursor: string | undefined;
  do {
    const page: unknown = await unwrap(
      api.GET(pathOf(kind), { params: { query: { archived: true, limit: PAGE_SIZE, cursor } } }),
    );
    const { items, next_cursor } = page as Page<DirectoryRecords[K]>;
    all.push(...items);
    cursor = next_cursor ?? undefined;
  } while (cursor);
  return all;
}

export const directoryQuery = <K extends DirectoryKind>(kind: K) =>
  queryOptions({ queryKey: ["directory", kind], queryFn: () => listAll(kind) });

/** The records of a kind that are in use, by id; empty while they load. */
export function useDirectory<K extends DirectoryKind>(kind: K): Map<string, DirectoryRecords[K]> {
  const { data } = useQuery({ ...directoryQuery(kind), select: byId<DirectoryRecords[K]> });
  return data ?? EMPTY;
}

const EMPTY = new Map<string, never>();

function byId<R extends { id: string }>(records: R[]): Map<string, R> {
  return new Map(records.map((record) => [record.id, record]));
}

export function createRecord<K extends DirectoryKind>(kind: K, body: object): Promise<DirectoryRecords[K]> {
  return unwrap(api.POST(pathOf(kind), { body: body as never })) as Promise<unknown> as Promise<
    DirectoryRecords[K]
  >;
}

export function updateRecord<K extends DirectoryKind>(
  kind: K,
  { id, version }: { id: string; version: number },
  patch: object,
): Promise<DirectoryRecords[K]> {
  return unwrap(
    api.PATCH(`${pathOf(kind)}/{id}` as "/api/v1/brands/{id}", {
      params: { path: { id }, header: ifMatch(version) },
      body: patch as never,
    }),
  ) as Promise<unknown> as Promise<DirectoryRecords[K]>;
}

export function archiveRecord(kind: DirectoryKind, { id, version }: { id: string; version: number }) {
  return unwrap(
    api.POST(`${pathOf(kind)}/{id}/archive` as "/api/v1/brands/{id}/archive", {
      params: { path: { id }, header: ifMatch(version) },
    }),
  );
}
