//! What a caller must be allowed to read to be shown an event.

use rapport_core::directory::Kind;
use rapport_core::event::EventData;
use rapport_core::permission::Permission;

/// The permission that reading the same thing over the API needs.
pub fn permission_of(data: &EventData) -> Permission {
    if data.change().is_some() {
        return Permission::ConversationsRead;
    }
    if data.import().is_some() {
        return Permission::ContactsTransfer;
    }
    match data {
        EventData::ContactCreated(_)
        | EventData::ContactUpdated(_)
        | EventData::ContactRemoved(_)
        | EventData::ContactBlocked(_)
        | EventData::ContactUnblocked(_)
        | EventData::ContactMerged(_)
        | EventData::ContactSplit(_)
        | EventData::ContactToldApart(_)
        | EventData::ContactNoted(_)
        | EventData::ContactNoteRemoved(_)
        | EventData::CompanyCreated(_)
        | EventData::CompanyUpdated(_)
        | EventData::CompanyRemoved(_)
        | EventData::SegmentCounted(_) => Permission::ContactsRead,
        EventData::ContextChanged(_) | EventData::MentionSeen(_) => Permission::ConversationsRead,
        EventData::ViewSaved(change) | EventData::ViewRemoved(change)
            if change.view.agent_id.is_none() =>
        {
            Permission::ConversationsRead
        }
        EventData::RecordCreated(change)
        | EventData::RecordUpdated(change)
        | EventData::RecordArchived(change)
            if change.kind == Kind::Webhook =>
        {
            Permission::DirectoryManage
        }
        EventData::PresenceChanged(_)
        | EventData::RecordCreated(_)
        | EventData::RecordUpdated(_)
        | EventData::RecordArchived(_)
        | EventData::OrganisationUpdated(_) => Permission::DirectoryRead,
        // Sign-ins, passwords, tokens, files that nobody has sent yet, and whatever nobody has
        // thought of here.
        _ => Permission::AuditRead,
    }
}
