//! Roles: what somebody may do at work. Three are built in; a business makes further ones here.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{OneOfBuilder, Schema};
use utoipa::{PartialSchema, ToSchema};

use super::brand::check_name;
use super::{Directory, Kind, Record};
use crate::id::RoleId;
use crate::permission::{BuiltInRole, Permission};
use crate::validation::Errors;

/// A role of the business's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = RoleFields)]
pub struct Role {
    /// None of the built-in roles' names.
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    /// With each goes what it requires (`GET /api/v1/permissions`).
    #[schema(min_items = 1)]
    pub permissions: Vec<Permission>,
}

impl Record for Role {
    type Id = RoleId;
    const KIND: Kind = Kind::Role;
    const SCHEMA: &'static str = "Role";

    fn name(&self) -> &str {
        &self.name
    }

    fn validate(&self, id: Option<RoleId>, directory: &Directory, errors: &mut Errors) {
        check_name::<Self>(&self.name, id, directory, errors);
        if BuiltInRole::from_name(&self.name.trim().to_lowercase()).is_some() {
            errors.push("name", "is the name of a built-in role; choose another");
        }
        errors.check(!self.permissions.is_empty(), "permissions", "must name at least one");
        for permission in &self.permissions {
            let missing: Vec<&str> = permission
                .requires()
                .iter()
                .filter(|required| !self.permissions.contains(required))
                .map(|required| required.name())
                .collect();
            if !missing.is_empty() {
                errors.push("permissions", requires(*permission, &missing));
            }
        }
    }

    /// Each once, in the order of all permissions.
    fn keep(&mut self, _was: Option<&Self>) {
        self.permissions.sort_unstable();
        self.permissions.dedup();
    }
}

fn requires(permission: Permission, missing: &[&str]) -> String {
    format!("`{}` is of use only with {}; add that too", permission.name(), missing.join(", "))
}

/// The role that an agent has. In JSON it is a built-in role's name, or a role's id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AgentRole {
    BuiltIn(BuiltInRole),
    Custom(RoleId),
}

impl From<BuiltInRole> for AgentRole {
    fn from(role: BuiltInRole) -> Self {
        Self::BuiltIn(role)
    }
}

impl fmt::Display for AgentRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BuiltIn(role) => f.write_str(role.name()),
            Self::Custom(id) => id.fmt(f),
        }
    }
}

impl Serialize for AgentRole {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for AgentRole {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        if let Some(role) = BuiltInRole::from_name(&text) {
            return Ok(Self::BuiltIn(role));
        }
        text.parse().map(Self::Custom).map_err(|_| {
            let names = BuiltInRole::ALL.map(BuiltInRole::name).join(", ");
            serde::de::Error::custom(format!("expected one of {names}, or the id of a role"))
        })
    }
}

impl utoipa::__dev::ComposeSchema for AgentRole {
    fn compose(_: Vec<RefOr<Schema>>) -> RefOr<Schema> {
        OneOfBuilder::new().item(BuiltInRole::schema()).item(RoleId::schema()).into()
    }
}

impl ToSchema for AgentRole {}

impl Directory {
    /// What an agent with this role may do; nothing when there is no such role.
    pub fn permissions_of(&self, role: AgentRole) -> &[Permission] {
        match role {
            AgentRole::BuiltIn(role) => role.permissions(),
            AgentRole::Custom(id) => {
                self.get::<Role>(id).map_or(&[], |role| &role.record.permissions)
            }
        }
    }

    pub fn role_may(&self, role: AgentRole, permission: Permission) -> bool {
        self.permissions_of(role).contains(&permission)
    }

    /// Its name as people read it: `administrator`, or as the business calls its own.
    pub fn role_name(&self, role: AgentRole) -> String {
        match role {
            AgentRole::BuiltIn(role) => role.name().to_owned(),
            AgentRole::Custom(id) => {
                self.get::<Role>(id).map_or_else(|| id.to_string(), |role| role.record.name.clone())
            }
        }
    }

    /// The role in use with this name (letter case does not count) or id.
    pub fn role_named(&self, text: &str) -> Option<AgentRole> {
        let name = text.trim().to_lowercase();
        let custom = || {
            self.roles.values().filter(|role| !role.archived).find(|role| {
                role.record.name.trim().to_lowercase() == name || role.id.to_string() == name
            })
        };
        let built_in = BuiltInRole::from_name(&name).map(AgentRole::BuiltIn);
        built_in.or_else(|| custom().map(|role| AgentRole::Custom(role.id)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Timestamp;
    use crate::directory::Stored;

    fn errors_of(role: &Role, directory: &Directory) -> Vec<String> {
        let mut errors = Errors::default();
        role.validate(None, directory, &mut errors);
        errors.into_result().err().unwrap_or_default().into_iter().map(|it| it.field).collect()
    }

    fn role(name: &str, permissions: &[Permission]) -> Role {
        Role { name: name.to_owned(), permissions: permissions.to_vec() }
    }

    #[test]
    fn a_role_has_what_its_permissions_require() {
        use Permission as P;
        let directory = Directory::default();
        let whole = [P::ConversationsRead, P::ContactsRead, P::DirectoryRead];
        assert!(errors_of(&role("Reader", &whole), &directory).is_empty());
        assert_eq!(errors_of(&role("Reader", &whole[..2]), &directory).len(), 2);
        assert_eq!(errors_of(&role("Reader", &[]), &directory), ["permissions"]);
        assert_eq!(errors_of(&role(" Supervisor", &whole), &directory), ["name"]);
    }

    #[test]
    fn an_agent_may_what_their_role_says_by_now() {
        let mut directory = Directory::default();
        let at = Timestamp::default();
        let id = RoleId::new(at, [7; 10]);
        let record = role("Reader", &[Permission::DirectoryRead]);
        let stored =
            Stored { id, version: 1, archived: false, created_at: at, updated_at: at, record };
        assert!(directory.permissions_of(AgentRole::Custom(id)).is_empty());
        directory.put(stored.into());
        assert!(directory.role_may(AgentRole::Custom(id), Permission::DirectoryRead));
        assert!(!directory.role_may(AgentRole::Custom(id), Permission::ContactsRead));
        assert_eq!(directory.role_named("reader "), Some(AgentRole::Custom(id)));
        assert_eq!(directory.role_named("agent"), Some(BuiltInRole::Agent.into()));
        assert_eq!(directory.role_named("boss"), None);
    }

    #[test]
    fn a_role_is_a_name_or_an_id_in_json() {
        let id = RoleId::new(Timestamp::default(), [7; 10]);
        for role in [AgentRole::BuiltIn(BuiltInRole::Supervisor), AgentRole::Custom(id)] {
            let json = serde_json::to_string(&role).unwrap();
            assert_eq!(serde_json::from_str::<AgentRole>(&json).unwrap(), role);
        }
        let wrong = serde_json::from_str::<AgentRole>("\"boss\"").unwrap_err().to_string();
        assert!(wrong.contains("supervisor"), "{wrong}");
    }
}
