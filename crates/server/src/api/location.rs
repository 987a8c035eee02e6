//! Where the API shows a thing.

use rapport_core::directory::Kind;
use rapport_core::event::EventData;

/// A record's own address.
pub fn of_record(kind: Kind, id: &str) -> String {
    let list = match kind {
        Kind::Agent => "agents",
        Kind::Brand => "brands",
        Kind::CannedReply => "canned_replies",
        Kind::Disposition => "dispositions",
        Kind::Hours => "hours",
        Kind::Inbox => "inboxes",
        Kind::ProactiveRule => "proactive_rules",
        Kind::Queue => "queues",
        Kind::Site => "sites",
        Kind::Skill => "skills",
        Kind::Tag => "tags",
    };
    format!("/api/v1/{list}/{id}")
}

/// The address of what an event tells of.
pub fn of_event(data: &EventData) -> String {
    if let Some(conversation) = data.conversation() {
        return format!("/api/v1/conversations/{}", conversation.id);
    }
    match data {
        EventData::RecordCreated(change)
        | EventData::RecordUpdated(change)
        | EventData::RecordArchived(change) => of_record(change.kind, &change.id),
        EventData::ContactUpdated(change)
        | EventData::ContactBlocked(change)
        | EventData::ContactUnblocked(change) => format!("/api/v1/contacts/{}", change.contact.id),
        EventData::ContactMerged(change) => format!("/api/v1/contacts/{}", change.contact.id),
        EventData::IdentitySecretRenewed(change) => {
            of_record(Kind::Inbox, &change.inbox_id.to_string())
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
