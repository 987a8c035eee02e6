import type { Permission } from "@rapport/api-client";
import type { QueryClient } from "@tanstack/react-query";
import type { ComponentType } from "react";
import type { DirectoryKind, DirectoryRecords } from "~/api/directory";
import type { MessageId } from "~/messages";
import type { Draft } from "./path";

/** What every control of a settings form is given. */
export interface ControlProps<V> {
  value: V;
  onChange: (value: V) => void;
  label: string;
  description?: string;
  error?: string;
  required?: boolean;
}

export interface FieldSpec {
  /** Where the value lies in the record: "service_level.percent". Also the name the server gives it. */
  path: string;
  label: MessageId;
  hint?: MessageId;
  required?: boolean;
  // biome-ignore lint/suspicious/noExplicitAny: a form holds controls of many value types side by side.
  control: ComponentType<ControlProps<any>>;
  /** Shown only while a record is made, or only once it is there. */
  only?: "new" | "existing";
}

export interface FieldGroup {
  title?: MessageId;
  fields: FieldSpec[];
  /** Shown only where this holds of the record as it is edited. */
  where?: (draft: Draft) => boolean;
}

export interface Column<R> {
  label: MessageId;
  // A component, so that it may look up the names of other records.
  cell: ComponentType<{ record: R }>;
}

/** Everything that the shared list and editor need to know about one kind of record. */
export interface RecordForm<K extends DirectoryKind> {
  kind: K;
  title: MessageId;
  purpose: MessageId;
  addLabel: MessageId;
  empty: MessageId;
  manage: Permission;
  nameOf: (record: DirectoryRecords[K]) => string;
  columns: Column<DirectoryRecords[K]>[];
  groups: FieldGroup[];
  /** A new record before anyone has touched it. */
  blank: () => object;
  /** What follows when one is made; answers whether it is opened afterwards, to show what came of it. */
  afterCreate?: (client: QueryClient, record: DirectoryRecords[K], draft: object) => Promise<boolean>;
  /** A value of the form that is not a part of the record: it is saved by itself, once the record is. */
  apart?: { path: string; save: (record: DirectoryRecords[K], value: unknown) => Promise<unknown> };
  /** Shown above the fields of an existing record. */
  extra?: ComponentType<{ record: DirectoryRecords[K] }>;
}
