//! Where the API shows a thing.

use rapport_core::directory::Kind;
use rapport_core::event::EventData;

/// A record's own address.
pub fn of_record(kind: Kind, id: &str) -> String {
    let list = match kind {
        Kind::Agent => "agents",
        Kind::Brand => "brands",
        Kind::CannedReply => "canned_replies",
        Kind::ContactField => "contact_fields",
        Kind::Disposition => "dispositions",
        Kind::Hours => "hours",
        Kind::Inbox => "inboxes",
        Kind::ProactiveRule => "proactive_rules",
        Kind::Queue => "queues",
        Kind::Role => "roles",
        Kind::Segment => "segments",
        Kind::Site => "sites",
        Kind::Skill => "skills",
        Kind::Tag => "tags",
        Kind::Webhook => "webhooks",
        Kind::Team => "teams",
    };
    format!("/api/v1/{list}/{id}")
}

/// The address of what an event tells of.
pub fn of_event(data: &EventData) -> String {
    if let Some(conversation) = data.conversation() {
        return format!("/api/v1/conversations/{}", conversation.id);
    }
    if let Some(import) = data.import() {
        return format!("/api/v1/contact_imports/{}", import.id);
    }
    match data {
        EventData::ContactsExported(_) => "/api/v1/contacts".to_owned(),
        EventData::RecordCreated(change)
        | EventData::RecordUpdated(change)
        | EventData::RecordArchived(change) => of_record(change.kind, &change.id),
        EventData::ContactCreated(change)
        | EventData::ContactUpdated(change)
        | EventData::ContactRemoved(change)
        | EventData::ContactBlocked(change)
        | EventData::ContactUnblocked(change) => format!("/api/v1/contacts/{}", change.contact.id),
        EventData::ContactMerged(change) => format!("/api/v1/contacts/{}", change.contact.id),
        EventData::ContactSplit(change) => format!("/api/v1/contacts/{}", change.split.id),
        EventData::ContactToldApart(told) => format!("/api/v1/contacts/{}", told.contact_id),
        EventData::ContactNoted(change) | EventData::ContactNoteRemoved(change) => {
            format!("/api/v1/contacts/{}/notes", change.note.contact_id)
        }
        EventData::CompanyCreated(change)
        | EventData::CompanyUpdated(change)
        | EventData::CompanyRemoved(change) => format!("/api/v1/companies/{}", change.company.id),
        EventData::SegmentCounted(count) => of_record(Kind::Segment, &count.segment_id.to_string()),
        EventData::IdentitySecretRenewed(change) => {
            of_record(Kind::Inbox, &change.inbox_id.to_string())
        }
        EventData::MailPasswordChanged(change) => {
            of_record(Kind::Inbox, &change.inbox_id.to_string())
        }
        EventData::SigningSecretRenewed(change) => of_record(change.kind, &change.id),
        EventData::ViewSaved(_) | EventData::ViewRemoved(_) => "/api/v1/views".to_owned(),
        EventData::MentionSeen(seen) => {
            format!("/api/v1/conversations/{}", seen.conversation_id)
        }
        EventData::ContextChanged(change) => {
            format!("/api/v1/conversations/{}", change.conversation_id)
        }
        EventData::PresenceChanged(_) => "/api/v1/presence".to_owned(),
        EventData::OrganisationUpdated(_) => "/api/v1/organisation".to_owned(),
        // Sign-ins and tokens.
        _ => "/api/v1/audit".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_record_is_shown_there() {
        let api = serde_json::to_value(crate::api::document()).unwrap();
        for kind in Kind::ALL {
            let path = of_record(kind, "{id}");
            assert!(api["paths"][&path]["get"].is_object(), "{path}");
        }
        for path in ["/api/v1/conversations/{id}", "/api/v1/contacts/{id}", "/api/v1/audit"] {
            assert!(api["paths"][path]["get"].is_object(), "{path}");
        }
    }
}
