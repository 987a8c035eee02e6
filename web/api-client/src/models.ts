/** The names the rest of the web code uses for the API's schemas. */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Problem = Schemas["Problem"];
export type Me = Schemas["Me"];
export type Permission = Schemas["Permission"];
export type BuiltInRole = Schemas["BuiltInRole"];
export type AgentRole = Schemas["AgentRole"];

export type Brand = Schemas["Brand"];
export type Site = Schemas["Site"];
export type Hours = Schemas["OpeningHours"];
export type Skill = Schemas["Skill"];
export type Queue = Schemas["Queue"];
export type Inbox = Schemas["Inbox"];
export type PreChat = Schemas["PreChat"];
export type PreChatField = Schemas["PreChatField"];
export type Agent = Schemas["Agent"];
export type Role = Schemas["Role"];
export type Disposition = Schemas["Disposition"];
export type ProactiveRule = Schemas["ProactiveRule"];
export type Condition = Schemas["Condition"];
export type Segment = Schemas["Segment"];
export type SegmentCount = Schemas["SegmentCount"];
export type SegmentPreview = Schemas["SegmentPreview"];
export type Tag = Schemas["Tag"];
export type Webhook = Schemas["Webhook"];
export type WebhookDelivery = Schemas["WebhookDelivery"];
export type NewLink = Schemas["NewLink"];
export type AgentAccess = Schemas["AgentAccess"];
export type AccessState = Schemas["AccessState"];
export type Work = Schemas["Work"];
export type SavedView = Schemas["SavedView"];
export type MailHead = Schemas["MailHead"];
export type MailAddress = Schemas["MailAddress"];
export type MailRoute = Schemas["MailRoute"];
export type Reach = Schemas["Reach"];
export type ReachMail = Schemas["ReachMail"];
export type Channel = Schemas["Channel"];
export type Consent = Schemas["Consent"];
export type ConsentWord = Schemas["ConsentWord"];
export type Team = Schemas["Team"];
export type CannedReply = Schemas["CannedReply"];
export type Holiday = Schemas["Holiday"];
export type DayHours = Schemas["DayHours"];
export type Interval = Schemas["OpenInterval"];
export type SkillRequirement = Schemas["SkillRequirement"];
export type SkillLevel = Schemas["SkillLevel"];
export type Money = Schemas["Money"];

export type PresenceState = Schemas["Presence"];
export type Presence = Schemas["AgentPresence"];
export type QueueStatus = Schemas["QueueStatus"];

export type Actor = Schemas["Actor"];
export type Attachment = Schemas["Attachment"];
export type AttachmentLimits = Schemas["AttachmentLimits"];
export type Conversation = Schemas["ConversationView"];
/** As events carry it: whether the contact is there is told by frames of its own. */
export type ConversationState = Schemas["Conversation"];
export type Interaction = Schemas["Interaction"];
export type MyInteraction = Schemas["Work"];
export type Entry = Schemas["Entry"];
export type EntryEvent = Schemas["Happening"];
export type Counts = Schemas["ConversationCounts"];
export type Draft = Schemas["Draft"];
export type Fact = Schemas["Fact"];
export type SearchHit = Schemas["Found"];

export type Contact = Schemas["Contact"];
export type ContactField = Schemas["ContactField"];
export type FieldKind = Schemas["FieldKind"];
export type FieldValue = Schemas["FieldValue"];
export type ContactNote = Schemas["ContactNote"];
export type ContactMerge = Schemas["Merge"];
export type Duplicate = Schemas["Duplicate"];
export type SharedAddress = Schemas["SharedAddress"];
export type Company = Schemas["CompanyWithContacts"];
export type ContactImport = Schemas["ContactImport"];
export type ImportPreview = Schemas["ImportPreview"];
export type ImportTarget = Schemas["Target"];
export type RowPreview = Schemas["RowPreview"];
export type Identity = Schemas["Identity"];
/** One record of the event log. */
export type DeskEvent = Schemas["Event"];
export type AuditRecord = Schemas["Event"];
export type Token = Schemas["Token"];
export type CreatedToken = Schemas["CreatedToken"];

/** One page of a list; `next_cursor` is null on the last one. */
export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

export type VolumeReport = Schemas["VolumeReport"];
export type DayVolume = Schemas["DayVolume"];
export type ChannelReplies = Schemas["ChannelReplies"];
export type ReplyTimes = Schemas["ReplyTimes"];
export type ChannelPath = Schemas["ChannelPath"];
export type CostsBy = Schemas["CostsBy"];
export type CostItem = Schemas["CostItem"];
export type Cost = Schemas["Cost"];
export type ReportedConversation = Schemas["ReportedConversation"];
export type ChannelPreference = Schemas["ChannelPreference"];
