//! `POST /api/v1/contacts/{id}/identities`, and `DELETE` of one.

use axum::extract::State;
use rapport_core::contact::{Contact, Identity, IdentityKind};
use rapport_core::id::{ContactId, IdentityId};
use rapport_storage::{Stamp, contact_identity};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::{App, stamp};
use crate::auth::Caller;
use crate::http::{FieldError, Json, Path, Problem};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(add)).routes(routes!(remove))
}

/// An address by which a contact is to be known.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct NewIdentity {
    /// Any but `visitor`: browsers make themselves known.
    pub kind: IdentityKind,
    /// An e-mail address, a number in E.164 (spaces, dots, dashes, slashes and brackets are taken
    /// out), or the business's own id.
    #[schema(max_length = 254, example = "vera@example.com")]
    pub value: String,
    /// That the business has made sure that it is theirs. Whoever writes from a verified address
    /// is this contact. An id of the business's own is always verified.
    #[serde(default)]
    pub verified: bool,
}

impl NewIdentity {
    /// In the form in which it is kept.
    pub fn fit(self, stamp: Stamp) -> Result<Identity, FieldError> {
        let verified = self.verified || self.kind == IdentityKind::External;
        let field = if self.kind == IdentityKind::Visitor { "kind" } else { "value" };
        let value = self.kind.fit(&self.value).map_err(|detail| FieldError::new(field, detail))?;
        Ok(Identity { id: stamp.id(), kind: self.kind, value, verified })
    }
}

/// Add an identity to a contact
///
/// One that they have already stays. 409 `identity_taken` when it is given as verified and is, verified,
/// another contact's; given as not verified, it has the other suggested as the same person.
#[utoipa::path(post, path = "/api/v1/contacts/{id}/identities", tag = "contacts",
    operation_id = "add_contact_identity",
    security(("session" = ["contacts:write"]), ("token" = ["contacts:write"])),
    params(("id" = ContactId, Path)),
    request_body = NewIdentity, responses((status = 200, body = Contact)))]
async fn add(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<ContactId>,
    Json(new): Json<NewIdentity>,
) -> Result<Json<Contact>, Problem> {
    let stamp = stamp();
    let identity = new.fit(stamp).map_err(|error| Problem::invalid(vec![error]))?;
    let mut tx = app.store.begin().await?;
    let now = contact_identity::give(&mut tx, id, &identity, caller.actor(), stamp.at).await?;
    tx.commit().await?;
    Ok(Json(now))
}

/// Take an identity from a contact
///
/// Not a browser.
#[utoipa::path(delete, path = "/api/v1/contacts/{id}/identities/{identity_id}", tag = "contacts",
    operation_id = "remove_contact_identity",
    security(("session" = ["contacts:write"]), ("token" = ["contacts:write"])),
    params(("id" = ContactId, Path), ("identity_id" = IdentityId, Path)),
    responses((status = 200, body = Contact)))]
async fn remove(
    State(app): State<App>,
    caller: Caller,
    Path((id, identity_id)): Path<(ContactId, IdentityId)>,
) -> Result<Json<Contact>, Problem> {
    let mut tx = app.store.begin().await?;
    let at = stamp().at;
    let now = contact_identity::remove(&mut tx, id, identity_id, caller.actor(), at).await?;
    tx.commit().await?;
    Ok(Json(now))
}
