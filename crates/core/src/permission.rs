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
    #[serde(rename = "board:read")]
    BoardRead,
    #[serde(rename = "board:manage")]
    BoardManage,
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
}

impl Permission {
    pub const ALL: [Self; 11] = [
        Self::ConversationsRead,
        Self::ConversationsWrite,
        Self::ContactsRead,
        Self::ContactsWrite,
        Self::BoardRead,
        Self::BoardManage,
        Self::DirectoryRead,
        Self::DirectoryManage,
        Self::AgentsManage,
        Self::AuditRead,
        Self::TokensManage,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::ConversationsRead => "conversations:read",
            Self::ConversationsWrite => "conversations:write",
            Self::ContactsRead => "contacts:read",
            Self::ContactsWrite => "contacts:write",
            Self::BoardRead => "board:read",
            Self::BoardManage => "board:manage",
            Self::DirectoryRead => "directory:read",
            Self::DirectoryManage => "directory:manage",
            Self::AgentsManage => "agents:manage",
            Self::AuditRead => "audit:read",
            Self::TokensManage => "tokens:manage",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|permission| permission.name() == name)
    }
}

/// What a person is at work. Each role has a fixed set of permissions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Administrator,
    Supervisor,
    Agent,
}

impl Role {
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

    /// The table. Every operation of the API names one permission, and a test calls every
    /// operation as every role.
    pub fn permissions(self) -> &'static [Permission] {
        use Permission as P;
        match self {
            Self::Administrator => &P::ALL,
            Self::Supervisor => &[
                P::ConversationsRead,
                P::ConversationsWrite,
                P::ContactsRead,
                P::ContactsWrite,
                P::BoardRead,
                P::BoardManage,
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
        for role in Role::ALL {
            assert_eq!(Role::from_name(role.name()), Some(role));
        }
    }

    #[test]
    fn only_an_administrator_configures() {
        for role in Role::ALL {
            assert_eq!(role.may(Permission::DirectoryManage), role == Role::Administrator);
            assert_eq!(role.may(Permission::AgentsManage), role == Role::Administrator);
            assert_eq!(role.may(Permission::TokensManage), role == Role::Administrator);
        }
    }
}
