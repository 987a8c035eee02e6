//! Nobody can give more than they have: not by a role, not by giving a role to somebody, and not by
//! taking over the account of somebody who may do more.

use axum::http::StatusCode;
use rapport_core::directory::{Agent, AgentRole, Directory, Role, Stored};
use rapport_core::id::AgentId;
use rapport_core::permission::Permission;
use rapport_storage::{StoreError, Tx};

use super::operations::Besides;
use crate::app::App;
use crate::auth::Caller;
use crate::http::Problem;

/// Refuses unless the caller has all of these, by their role and, when they use one, by their token.
pub fn check_within(caller: &Caller, permissions: &[Permission]) -> Result<(), Problem> {
    let beyond: Vec<String> = permissions
        .iter()
        .filter(|permission| !caller.may(**permission))
        .map(|permission| format!("`{}`", permission.name()))
        .collect();
    if beyond.is_empty() {
        return Ok(());
    }
    Err(Problem::new(
        StatusCode::FORBIDDEN,
        "beyond_own_permissions",
        format!(
            "You cannot give or take what you may not do yourself: {}. Ask an administrator.",
            beyond.join(", ")
        ),
    ))
}

/// Refuses whoever gives this role, or acts on the access of an agent who has it, and may do less.
pub fn check_role(app: &App, caller: &Caller, role: AgentRole) -> Result<(), Problem> {
    check_within(caller, app.directory().permissions_of(role))
}

/// Whether this agent could still give what another has: what somebody made while they could must not
/// give more than they have by now.
pub fn still_gives(directory: &Directory, maker: AgentId, to: AgentRole) -> bool {
    directory.in_use::<Agent>(maker).is_some_and(|maker| {
        let own = directory.permissions_of(maker.record.role);
        let given = directory.permissions_of(to);
        own.contains(&Permission::AgentsManage) && given.iter().all(|it| own.contains(it))
    })
}

/// A role that is made, changed or archived allows nothing, before or after, that the caller may not.
pub struct Granted<'a>(pub &'a Caller);

impl Besides<Role> for Granted<'_> {
    fn check(
        &self,
        _: &App,
        was: Option<&Stored<Role>>,
        next: &Stored<Role>,
    ) -> Result<(), Problem> {
        let was = was.map_or(&[][..], |was| &was.record.permissions);
        check_within(self.0, was)?;
        check_within(self.0, &next.record.permissions)
    }

    async fn write(&self, _: &mut Tx, _: &Stored<Role>) -> Result<(), StoreError> {
        Ok(())
    }
}
