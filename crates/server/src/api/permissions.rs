//! `/api/v1/permissions`: who may do what, as the server decides it.

use rapport_core::permission::{BuiltInRole, Permission};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::http::Json;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list))
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PermissionMeaning {
    pub permission: Permission,
    /// What whoever has it may do, in English.
    pub meaning: &'static str,
    /// What a role that has it must have too.
    pub requires: &'static [Permission],
}

#[derive(Debug, Serialize, ToSchema)]
pub struct BuiltInRolePermissions {
    pub role: BuiltInRole,
    pub permissions: &'static [Permission],
}

/// What operations are let through or refused by.
#[derive(Debug, Serialize, ToSchema)]
pub struct PermissionTable {
    pub permissions: Vec<PermissionMeaning>,
    /// The roles that are there from the start; further ones are at `/api/v1/roles`.
    pub built_in_roles: Vec<BuiltInRolePermissions>,
}

/// Permissions, and the built-in roles
#[utoipa::path(get, path = "/api/v1/permissions", tag = "roles", operation_id = "list_permissions",
    security(("session" = ["directory:read"]), ("token" = ["directory:read"])),
    responses((status = 200, body = PermissionTable)))]
async fn list() -> Json<PermissionTable> {
    let permissions = Permission::ALL.into_iter().map(|permission| PermissionMeaning {
        permission,
        meaning: permission.meaning(),
        requires: permission.requires(),
    });
    let built_in_roles = BuiltInRole::ALL
        .into_iter()
        .map(|role| BuiltInRolePermissions { role, permissions: role.permissions() });
    Json(PermissionTable {
        permissions: permissions.collect(),
        built_in_roles: built_in_roles.collect(),
    })
}
