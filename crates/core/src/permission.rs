//! Who may do what: one table.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What an API operation can demand of its caller.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
pub enum Permission {
    #[serde(rename = "conversations:read")]
    ConversationsRead,
    #[serde(rename = "conversations:write")]
    ConversationsWrite,
    #[serde(rename = "contacts:read")]
    ContactsRead,
    #[serde(rename = "contacts:write")]
    ContactsWrite,
    /// Import contacts from files, undo that, and export them to one.
    #[serde(rename = "contacts:transfer")]
    ContactsTransfer,
    #[serde(rename = "board:read")]
    BoardRead,
    #[serde(rename = "board:manage")]
    BoardManage,
    #[serde(rename = "reports:read")]
    ReportsRead,
    #[serde(rename = "directory:read")]
    DirectoryRead,
    #[serde(rename = "directory:manage")]
    DirectoryManage,
    #[serde(rename = "agents:manage")]
    AgentsManage,
    #[serde(rename = "audit:read")]
    AuditRead,
    #[serde(rename = "tokens:manage")]
    TokensManage,
    /// Hand in what contacts write by inboxes of the business's own.
    #[serde(rename = "inbound:write")]
    InboundWrite,
}

impl Permission {
    pub const ALL: [Self; 14] = [
        Self::ConversationsRead,
        Self::ConversationsWrite,
        Self::ContactsRead,
        Self::ContactsWrite,
        Self::ContactsTransfer,
        Self::BoardRead,
        Self::BoardManage,
        Self::ReportsRead,
        Self::DirectoryRead,
        Self::DirectoryManage,
        Self::AgentsManage,
        Self::AuditRead,
        Self::TokensManage,
        Self::InboundWrite,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::ConversationsRead => "conversations:read",
            Self::ConversationsWrite => "conversations:write",
            Self::ContactsRead => "contacts:read",
            Self::ContactsWrite => "contacts:write",
            Self::ContactsTransfer => "contacts:transfer",
            Self::BoardRead => "board:read",
            Self::BoardManage => "board:manage",
            Self::ReportsRead => "reports:read",
            Self::DirectoryRead => "directory:read",
            Self::DirectoryManage => "directory:manage",
            Self::AgentsManage => "agents:manage",
            Self::AuditRead => "audit:read",
            Self::TokensManage => "tokens:manage",
            Self::InboundWrite => "inbound:write",
        }
    }

    /// What whoever has it may do.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::ConversationsRead => {
                "Read all conversations, search them, and hear what happens."
            }
            Self::ConversationsWrite => {
                "Answer, note, tag, assign, transfer, snooze and resolve conversations, and take work."
            }
            Self::ContactsRead => {
                "See contacts: who they are, how they are reached, what is noted of them."
            }
            Self::ContactsWrite => {
                "Add contacts and companies, change what is known of them, and block contacts."
            }
            Self::ContactsTransfer => {
                "Import contacts from files, undo that, and export contacts to files."
            }
            Self::BoardRead => "See how queues serve and who is free.",
            Self::BoardManage => {
                "Change the priority of those who wait, and reassign from the board."
            }
            Self::ReportsRead => {
                "See how much is written, how fast it is answered, and what it costs."
            }
            Self::DirectoryRead => "See the settings, and who works here.",
            Self::DirectoryManage => {
                "Change the settings: inboxes, queues, skills, hours and so on."
            }
            Self::AgentsManage => {
                "Invite and archive agents, change their role and work, and let them have a new password."
            }
            Self::AuditRead => "See sign-ins and every change of settings.",
            Self::TokensManage => "Make and revoke API tokens.",
            Self::InboundWrite => "Hand in what contacts write by custom inboxes.",
        }
    }

    /// What a role that has it must have too: nobody answers what they cannot read. All of them lead
    /// to `directory:read`, without which no screen has names to show.
    pub const fn requires(self) -> &'static [Self] {
        match self {
            Self::DirectoryRead => &[],
            Self::ConversationsRead => &[Self::ContactsRead, Self::DirectoryRead],
            Self::ConversationsWrite | Self::BoardRead | Self::ReportsRead => {
                &[Self::ConversationsRead, Self::ContactsRead, Self::DirectoryRead]
            }
            // Webhooks can send every event anywhere: what is said, sign-ins, files of contacts.
            Self::DirectoryManage => &[
                Self::ConversationsRead,
                Self::ContactsTransfer,
                Self::ContactsRead,
                Self::AuditRead,
                Self::DirectoryRead,
            ],
            Self::ContactsWrite | Self::ContactsTransfer => {
                &[Self::ContactsRead, Self::DirectoryRead]
            }
            // Reassigning is an assignment like any other.
            Self::BoardManage => &[
                Self::BoardRead,
                Self::ConversationsWrite,
                Self::ConversationsRead,
                Self::ContactsRead,
                Self::DirectoryRead,
            ],
            Self::ContactsRead
            | Self::AgentsManage
            | Self::AuditRead
            | Self::TokensManage
            | Self::InboundWrite => &[Self::DirectoryRead],
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|permission| permission.name() == name)
    }
}

/// The roles that are there from the start, each with a fixed set of permissions. Further ones are
/// records: [`crate::directory::Role`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BuiltInRole {
    Administrator,
    Supervisor,
    Agent,
}

impl BuiltInRole {
    pub const ALL: [Self; 3] = [Self::Administrator, Self::Supervisor, Self::Agent];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Supervisor => "supervisor",
            Self::Agent => "agent",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// Every operation of the API names one permission, and a test calls every operation as every
    /// role.
    pub fn permissions(self) -> &'static [Permission] {
        use Permission as P;
        match self {
            Self::Administrator => &P::ALL,
            Self::Supervisor => &[
                P::ConversationsRead,
                P::ConversationsWrite,
                P::ContactsRead,
                P::ContactsWrite,
                P::ContactsTransfer,
                P::BoardRead,
                P::BoardManage,
                P::ReportsRead,
                P::DirectoryRead,
                P::AuditRead,
            ],
            Self::Agent => &[
                P::ConversationsRead,
                P::ConversationsWrite,
                P::ContactsRead,
                P::ContactsWrite,
                P::BoardRead,
                P::DirectoryRead,
            ],
        }
    }

    pub fn may(self, permission: Permission) -> bool {
        self.permissions().contains(&permission)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_json_and_in_code_agree() {
        for permission in Permission::ALL {
            let json = serde_json::to_string(&permission).unwrap();
            assert_eq!(json, format!("\"{}\"", permission.name()));
            assert_eq!(Permission::from_name(permission.name()), Some(permission));
        }
        for role in BuiltInRole::ALL {
            assert_eq!(BuiltInRole::from_name(role.name()), Some(role));
        }
    }

    #[test]
    fn what_is_required_is_complete() {
        for permission in Permission::ALL {
            let required = permission.requires();
            assert!(!required.contains(&permission), "{permission:?}");
            assert_eq!(
                required.contains(&Permission::DirectoryRead),
                permission != Permission::DirectoryRead
            );
            for further in required.iter().flat_map(|it| it.requires()) {
                assert!(required.contains(further), "{permission:?} leads to {further:?}");
            }
        }
        for role in BuiltInRole::ALL {
            for required in role.permissions().iter().flat_map(|it| it.requires()) {
                assert!(role.may(*required), "{role:?} lacks {required:?}");
            }
        }
    }

    #[test]
    fn only_an_administrator_configures() {
        for role in BuiltInRole::ALL {
            assert_eq!(role.may(Permission::DirectoryManage), role == BuiltInRole::Administrator);
            assert_eq!(role.may(Permission::AgentsManage), role == BuiltInRole::Administrator);
            assert_eq!(role.may(Permission::TokensManage), role == BuiltInRole::Administrator);
        }
    }
}
