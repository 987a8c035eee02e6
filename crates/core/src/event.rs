//! Events: the immutable records of everything that happened. The log of all events is the truth.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Timestamp;
use crate::access::LinkPurpose;
use crate::actor::Actor;
use crate::attachment::Attachment;
use crate::company::Company;
use crate::contact::{Contact, ContactNote};
use crate::context::Fact;
use crate::conversation::Conversation;
use crate::directory::Kind;
use crate::entry::{Entry, Happening};
use crate::id::{AgentId, ContactId, ConversationId, InboxId};
use crate::import::ContactImport;
use crate::presence::Presence;
use crate::segment::SegmentCount;
use crate::view::SavedView;

/// What a change of a conversation carries: the conversation as of the commit and, when the
/// change stands on the timeline, its entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ConversationChange {
    pub conversation: Conversation,
    #[serde(default)]
    pub entry: Option<Entry>,
}

/// A change of a configured record, as it is afterwards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RecordChange {
    /// Its kind: `queue`, `agent` ...
    #[schema(value_type = String)]
    pub kind: Kind,
    pub id: String,
    #[schema(value_type = Object)]
    pub record: serde_json::Value,
}

/// A sign-in, or an attempt at one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SignIn {
    pub agent_id: Option<AgentId>,
    /// The address that was typed.
    pub email: String,
    pub client_ip: Option<String>,
}

/// A link by which an agent can set a password; never its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AccessLinkChange {
    pub agent_id: AgentId,
    pub purpose: LinkPurpose,
    pub expires_at: Timestamp,
    /// Who used it came from there; none of other changes.
    #[serde(default)]
    pub client_ip: Option<String>,
}

/// An API token that was made or revoked; never the secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TokenChange {
    pub token_id: String,
    pub name: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ContextChange {
    pub conversation_id: ConversationId,
    /// All facts, after the change.
    pub items: Vec<Fact>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PresenceChange {
    pub presence: Presence,
}

/// An agent has looked at a conversation whose notes name them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MentionSeen {
    pub agent_id: AgentId,
    pub conversation_id: ConversationId,
}

/// A view that was saved under a name, or removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SavedViewChange {
    pub view: SavedView,
}

/// A file that was uploaded, or was dropped because no message took it with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AttachmentChange {
    pub attachment: Attachment,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ContactChange {
    pub contact: Contact,
}

/// A note on a contact that was written, or removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ContactNoteChange {
    pub note: ContactNote,
}

/// A file of contacts, and what has become of it by now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ContactImportChange {
    pub import: ContactImport,
}

/// Contacts were handed out as a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ContactExport {
    /// What narrowed them, as it was asked; empty for all.
    pub narrowing: String,
    pub client_ip: Option<String>,
}

/// A company as it is afterwards; of one that was removed, as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CompanyChange {
    pub company: Company,
}

/// One contact has become a part of another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ContactMerge {
    /// Whose the conversations and identities of both are now.
    pub contact: Contact,
    pub merged_id: ContactId,
}

/// A part of a contact is a contact of its own: one that had been merged, or a new one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ContactSplit {
    /// What is left.
    pub contact: Contact,
    pub split: Contact,
}

/// Two contacts are not the same person, or may be after all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ContactsTold {
    pub contact_id: ContactId,
    pub other_id: ContactId,
    /// Whether they are two people.
    pub apart: bool,
}

/// A webhook or a custom inbox has a new secret, with which what goes to it is signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SigningSecretChange {
    /// The kind of record it is of: `webhook` or `inbox`.
    #[schema(value_type = String)]
    pub kind: Kind,
    pub id: String,
}

/// An inbox has a new secret for signing who its visitors are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct IdentitySecretChange {
    pub inbox_id: InboxId,
}

/// An e-mail inbox has another password for its mail servers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MailPasswordChange {
    pub inbox_id: InboxId,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OrganisationChange {
    pub name: String,
    /// Counts its changes; 1 when it was set up.
    #[serde(default)]
    #[schema(required = true)]
    pub version: i64,
}

macro_rules! events {
    ($($(#[$doc:meta])* $variant:ident = $name:tt ($data:ty), $audited:literal;)*) => {
        /// What happened, by type. Types are in the past tense.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
        #[serde(tag = "type", content = "data")]
        #[allow(clippy::large_enum_variant)]
        pub enum EventData {
            $($(#[$doc])* #[serde(rename = $name)] $variant($data),)*
        }

        impl EventData {
            /// All types, in the order of the documentation.
            pub const TYPES: &'static [&'static str] = &[$($name),*];

            pub const fn type_name(&self) -> &'static str {
                match self { $(Self::$variant(_) => $name,)* }
            }

            /// Whether the audit log shows it.
            pub const fn is_audited(&self) -> bool {
                match self { $(Self::$variant(_) => $audited,)* }
            }

            /// The `data` alone, as JSON.
            pub fn data_json(&self) -> Result<String, serde_json::Error> {
                match self { $(Self::$variant(data) => serde_json::to_string(data),)* }
            }

            /// Reads what `data_json` wrote.
            pub fn from_parts(type_name: &str, data: &str) -> Result<Self, serde_json::Error> {
                match type_name {
                    $($name => serde_json::from_str(data).map(Self::$variant),)*
                    other => Err(serde::de::Error::custom(format!("unknown event type {other}"))),
                }
            }
        }
    };
}

events! {
    ConversationStarted = "conversation.started" (ConversationChange), false;
    /// A message, from the contact or to them.
    MessageCreated = "message.created" (ConversationChange), false;
    NoteCreated = "note.created" (ConversationChange), false;
    /// A message to the contact was handed over, delivered, or failed.
    MessageDeliveryChanged = "message.delivery_changed" (ConversationChange), false;
    /// An agent has read.
    ConversationRead = "conversation.read" (ConversationChange), false;
    /// The contact's device has received.
    ConversationDelivered = "conversation.delivered_to_contact" (ConversationChange), false;
    /// The contact has read.
    ConversationReadByContact = "conversation.read_by_contact" (ConversationChange), false;
    ConversationAssigned = "conversation.assigned" (ConversationChange), false;
    ConversationResolved = "conversation.resolved" (ConversationChange), false;
    ConversationReopened = "conversation.reopened" (ConversationChange), false;
    ConversationInvited = "conversation.invited" (ConversationChange), false;
    ConversationRated = "conversation.rated" (ConversationChange), false;
    ConversationSnoozed = "conversation.snoozed" (ConversationChange), false;
    ConversationUnsnoozed = "conversation.unsnoozed" (ConversationChange), false;
    ConversationTagged = "conversation.tagged" (ConversationChange), false;
    /// It has become a part of another conversation, `merged_into_id`.
    ConversationMerged = "conversation.merged" (ConversationChange), false;
    /// Another conversation has become a part of it.
    ConversationAbsorbed = "conversation.absorbed" (ConversationChange), false;
    /// It is no part of the other one that agents were asked about.
    ConversationKeptApart = "conversation.kept_apart" (ConversationChange), false;
    /// It stands for itself again.
    ConversationSplit = "conversation.split" (ConversationChange), false;
    /// Another one is no longer a part of it.
    ConversationReleased = "conversation.released" (ConversationChange), false;
    /// Its contact turned out to be another one, or has another name.
    ConversationContactChanged = "conversation.contact_changed" (ConversationChange), false;
    InteractionQueued = "interaction.queued" (ConversationChange), false;
    InteractionOffered = "interaction.offered" (ConversationChange), false;
    InteractionDeclined = "interaction.declined" (ConversationChange), false;
    InteractionTimedOut = "interaction.timed_out" (ConversationChange), false;
    InteractionRequeued = "interaction.requeued" (ConversationChange), false;
    InteractionAccepted = "interaction.accepted" (ConversationChange), false;
    InteractionTransferred = "interaction.transferred" (ConversationChange), false;
    InteractionOverflowed = "interaction.overflowed" (ConversationChange), false;
    InteractionPriorityChanged = "interaction.priority_changed" (ConversationChange), false;
    InteractionWrapUpStarted = "interaction.wrap_up_started" (ConversationChange), false;
    InteractionEnded = "interaction.ended" (ConversationChange), false;
    PresenceChanged = "presence.changed" (PresenceChange), false;
    /// By a colleague or a program; whoever writes is known by `conversation.started`.
    ContactCreated = "contact.created" (ContactChange), false;
    ContactUpdated = "contact.updated" (ContactChange), false;
    ContactBlocked = "contact.blocked" (ContactChange), true;
    ContactUnblocked = "contact.unblocked" (ContactChange), true;
    ContactMerged = "contact.merged" (ContactMerge), false;
    ContactSplit = "contact.split" (ContactSplit), false;
    ContactToldApart = "contact.told_apart" (ContactsTold), false;
    ContactNoted = "contact.noted" (ContactNoteChange), false;
    ContactNoteRemoved = "contact.note_removed" (ContactNoteChange), false;
    /// The import that had made them was undone.
    ContactRemoved = "contact.removed" (ContactChange), false;
    ContactsExported = "contacts.exported" (ContactExport), true;
    ContactImportUploaded = "contact_import.uploaded" (ContactImportChange), false;
    /// What its columns mean has changed.
    ContactImportPrepared = "contact_import.prepared" (ContactImportChange), false;
    ContactImportStarted = "contact_import.started" (ContactImportChange), true;
    ContactImportProgressed = "contact_import.progressed" (ContactImportChange), false;
    /// All rows have been read, or somebody stopped it.
    ContactImportEnded = "contact_import.ended" (ContactImportChange), false;
    ContactImportUndoStarted = "contact_import.undo_started" (ContactImportChange), true;
    ContactImportUndone = "contact_import.undone" (ContactImportChange), false;
    /// It was never started.
    ContactImportDiscarded = "contact_import.discarded" (ContactImportChange), false;
    CompanyCreated = "company.created" (CompanyChange), false;
    CompanyUpdated = "company.updated" (CompanyChange), false;
    /// Its contacts belong to none now.
    CompanyRemoved = "company.removed" (CompanyChange), false;
    /// Contacts came to it or left it, or its condition was asked of everybody.
    SegmentCounted = "segment.counted" (SegmentCount), false;
    ContextChanged = "context.changed" (ContextChange), false;
    MentionSeen = "mention.seen" (MentionSeen), false;
    ViewSaved = "view.saved" (SavedViewChange), false;
    ViewRemoved = "view.removed" (SavedViewChange), false;
    AttachmentUploaded = "attachment.uploaded" (AttachmentChange), false;
    /// No message took it with it within a day.
    AttachmentExpired = "attachment.expired" (AttachmentChange), false;
    RecordCreated = "record.created" (RecordChange), true;
    RecordUpdated = "record.updated" (RecordChange), true;
    RecordArchived = "record.archived" (RecordChange), true;
    OrganisationUpdated = "organisation.updated" (OrganisationChange), true;
    SessionStarted = "session.started" (SignIn), true;
    SessionRefused = "session.refused" (SignIn), true;
    SessionEnded = "session.ended" (SignIn), true;
    PasswordChanged = "password.changed" (SignIn), true;
    AccessLinkCreated = "access_link.created" (AccessLinkChange), true;
    AccessLinkRevoked = "access_link.revoked" (AccessLinkChange), true;
    /// The agent has set a password by it.
    AccessLinkUsed = "access_link.used" (AccessLinkChange), true;
    IdentitySecretRenewed = "identity_secret.renewed" (IdentitySecretChange), true;
    MailPasswordChanged = "mail_password.changed" (MailPasswordChange), true;
    SigningSecretRenewed = "signing_secret.renewed" (SigningSecretChange), true;
    TokenCreated = "token.created" (TokenChange), true;
    TokenRevoked = "token.revoked" (TokenChange), true;
}

impl Happening {
    /// The event in which it is told.
    pub fn event(&self) -> fn(ConversationChange) -> EventData {
        match self {
            Self::Started => EventData::ConversationStarted,
            Self::Invited { .. } => EventData::ConversationInvited,
            Self::Resolved => EventData::ConversationResolved,
            Self::Reopened => EventData::ConversationReopened,
            Self::Rated { .. } => EventData::ConversationRated,
            Self::Snoozed { .. } => EventData::ConversationSnoozed,
            Self::Unsnoozed => EventData::ConversationUnsnoozed,
            Self::Tagged { .. } => EventData::ConversationTagged,
            Self::Absorbed { .. } => EventData::ConversationAbsorbed,
            Self::KeptApart { .. } => EventData::ConversationKeptApart,
            Self::Released { .. } => EventData::ConversationReleased,
            Self::Assigned { .. } => EventData::ConversationAssigned,
            Self::Queued { .. } => EventData::InteractionQueued,
            Self::Offered { .. } => EventData::InteractionOffered,
            Self::Declined { .. } => EventData::InteractionDeclined,
            Self::TimedOut { .. } => EventData::InteractionTimedOut,
            Self::Requeued { .. } => EventData::InteractionRequeued,
            Self::Accepted { .. } => EventData::InteractionAccepted,
            Self::Transferred { .. } => EventData::InteractionTransferred,
            Self::Overflowed { .. } => EventData::InteractionOverflowed,
            Self::PriorityChanged { .. } => EventData::InteractionPriorityChanged,
            Self::WrapUpStarted { .. } => EventData::InteractionWrapUpStarted,
            Self::Ended { .. } => EventData::InteractionEnded,
        }
    }
}

impl EventData {
    /// The import that it tells of.
    pub fn import(&self) -> Option<&ContactImport> {
        match self {
            Self::ContactImportUploaded(change)
            | Self::ContactImportPrepared(change)
            | Self::ContactImportStarted(change)
            | Self::ContactImportProgressed(change)
            | Self::ContactImportEnded(change)
            | Self::ContactImportUndoStarted(change)
            | Self::ContactImportUndone(change)
            | Self::ContactImportDiscarded(change) => Some(&change.import),
            _ => None,
        }
    }

    /// The conversation it happened on.
    pub fn conversation(&self) -> Option<&Conversation> {
        self.change().map(|change| &change.conversation)
    }

    pub fn change(&self) -> Option<&ConversationChange> {
        match self {
            Self::ConversationStarted(change)
            | Self::MessageCreated(change)
            | Self::NoteCreated(change)
            | Self::MessageDeliveryChanged(change)
            | Self::ConversationRead(change)
            | Self::ConversationDelivered(change)
            | Self::ConversationReadByContact(change)
            | Self::ConversationAssigned(change)
            | Self::ConversationResolved(change)
            | Self::ConversationReopened(change)
            | Self::ConversationInvited(change)
            | Self::ConversationRated(change)
            | Self::ConversationSnoozed(change)
            | Self::ConversationUnsnoozed(change)
            | Self::ConversationTagged(change)
            | Self::ConversationMerged(change)
            | Self::ConversationAbsorbed(change)
            | Self::ConversationKeptApart(change)
            | Self::ConversationSplit(change)
            | Self::ConversationReleased(change)
            | Self::ConversationContactChanged(change)
            | Self::InteractionQueued(change)
            | Self::InteractionOffered(change)
            | Self::InteractionDeclined(change)
            | Self::InteractionTimedOut(change)
            | Self::InteractionRequeued(change)
            | Self::InteractionAccepted(change)
            | Self::InteractionTransferred(change)
            | Self::InteractionOverflowed(change)
            | Self::InteractionPriorityChanged(change)
            | Self::InteractionWrapUpStarted(change)
            | Self::InteractionEnded(change) => Some(change),
            Self::PresenceChanged(_)
            | Self::ContactCreated(_)
            | Self::ContactUpdated(_)
            | Self::ContactBlocked(_)
            | Self::ContactUnblocked(_)
            | Self::ContactMerged(_)
            | Self::ContactSplit(_)
            | Self::ContactToldApart(_)
            | Self::ContactNoted(_)
            | Self::ContactNoteRemoved(_)
            | Self::ContactRemoved(_)
            | Self::ContactsExported(_)
            | Self::ContactImportUploaded(_)
            | Self::ContactImportPrepared(_)
            | Self::ContactImportStarted(_)
            | Self::ContactImportProgressed(_)
            | Self::ContactImportEnded(_)
            | Self::ContactImportUndoStarted(_)
            | Self::ContactImportUndone(_)
            | Self::ContactImportDiscarded(_)
            | Self::CompanyCreated(_)
            | Self::CompanyUpdated(_)
            | Self::CompanyRemoved(_)
            | Self::IdentitySecretRenewed(_)
            | Self::MailPasswordChanged(_)
            | Self::SigningSecretRenewed(_)
            | Self::SegmentCounted(_)
            | Self::ContextChanged(_)
            | Self::MentionSeen(_)
            | Self::ViewSaved(_)
            | Self::ViewRemoved(_)
            | Self::AttachmentUploaded(_)
            | Self::AttachmentExpired(_)
            | Self::RecordCreated(_)
            | Self::RecordUpdated(_)
            | Self::RecordArchived(_)
            | Self::OrganisationUpdated(_)
            | Self::SessionStarted(_)
            | Self::SessionRefused(_)
            | Self::SessionEnded(_)
            | Self::PasswordChanged(_)
            | Self::AccessLinkCreated(_)
            | Self::AccessLinkRevoked(_)
            | Self::AccessLinkUsed(_)
            | Self::TokenCreated(_)
            | Self::TokenRevoked(_) => None,
        }
    }
}

/// One immutable record of something that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Event {
    /// Place in the log: grows with each event, with holes.
    pub seq: i64,
    /// Place on its conversation: 1, 2, 3 ... without holes. None outside conversations.
    pub version: Option<i64>,
    pub at: Timestamp,
    pub actor: Actor,
    #[serde(flatten)]
    pub data: EventData,
}
