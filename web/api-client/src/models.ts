/** The names the rest of the web code uses for the API's schemas. */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Problem = Schemas["Problem"];
export type Me = Schemas["Me"];
export type Permission = Schemas["Permission"];
export type Role = Schemas["Role"];

export type Brand = Schemas["Brand"];
export type Site = Schemas["Site"];
export type Hours = Schemas["Hours"];
export type Skill = Schemas["Skill"];
export type Queue = Schemas["Queue"];
export type Inbox = Schemas["Inbox"];
export type Agent = Schemas["Agent"];
export type Disposition = Schemas["Disposition"];
export type CannedReply = Schemas["CannedReply"];
export type Interval = Schemas["Interval"];
export type SkillRequirement = Schemas["SkillRequirement"];
export type SkillLevel = Schemas["SkillLevel"];
export type Money = Schemas["Money"];

export type Presence = Schemas["Presence"];
export type QueueStatus = Schemas["QueueStatus"];

export type Actor = Schemas["Actor"];
export type Conversation = Schemas["Conversation"];
export type Interaction = Schemas["Interaction"];
export type MyInteraction = Schemas["MyInteraction"];
export type Entry = Schemas["Entry"];
export type EntryEvent = Schemas["EntryEvent"];
export type Counts = Schemas["Counts"];
export type Fact = Schemas["Fact"];
export type SearchHit = Schemas["SearchHit"];

export type Contact = Schemas["Contact"];
export type Identity = Schemas["Identity"];
export type AuditRecord = Schemas["AuditRecord"];
export type Token = Schemas["Token"];
export type CreatedToken = Schemas["CreatedToken"];

/** One page of a list; `next_cursor` is null on the last one. */
export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}
