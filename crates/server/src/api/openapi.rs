//! The API's description (OpenAPI 3.1), made from the operations themselves.

use std::collections::HashMap;

use axum::http::Method;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use bytes::Bytes;
use rapport_core::permission::Permission;
use utoipa::openapi::path::{HttpMethod, Operation};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{
    Components, ContentBuilder, InfoBuilder, OpenApi, Ref, ResponseBuilder, SecurityRequirement,
};

use crate::auth::{COOKIE, Needs};
use crate::http::Problem;

const SESSION: &str = "session";
const TOKEN: &str = "token";
/// The scope by which an operation says that being signed in is enough.
const SIGNED_IN: &str = "signed_in";

const DESCRIPTION: &str = "Everything that the desk does goes through this API. Ids carry their \
kind as a prefix; times are RFC 3339 in UTC; lists answer `{items, next_cursor}`; errors are \
problem details (RFC 9457) with a stable `code`. Send `Idempotency-Key` with a POST to be able to \
repeat it for 24 hours.";

/// The finished document: information, security, and the problem answer of every operation.
pub fn describe(mut api: OpenApi) -> OpenApi {
    api.info = InfoBuilder::new()
        .title("Rapport")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(DESCRIPTION))
        .build();
    let components = api.components.get_or_insert_with(Components::new);
    components.add_security_scheme(
        SESSION,
        SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::with_description(
            COOKIE,
            "Set by POST /api/v1/session.",
        ))),
    );
    components
        .add_security_scheme(TOKEN, SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)));
    components.add_schema::<Problem>();
    let problem = ResponseBuilder::new()
        .description("What went wrong, and what to do about it")
        .content(
            "application/problem+json",
            ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build(),
        )
        .build();
    for item in api.paths.paths.values_mut() {
        for (_, operation) in operations_mut(item) {
            operation.responses.responses.insert("default".to_owned(), problem.clone().into());
        }
    }
    api
}

trait AddSchema {
    fn add_schema<T: utoipa::ToSchema>(&mut self);
}

impl AddSchema for Components {
    fn add_schema<T: utoipa::ToSchema>(&mut self) {
        let mut schemas = Vec::new();
        T::schemas(&mut schemas);
        schemas.push((T::name().into_owned(), T::schema()));
        self.schemas.extend(schemas);
    }
}

fn operations_mut(
    item: &mut utoipa::openapi::PathItem,
) -> impl Iterator<Item = (HttpMethod, &mut Operation)> {
    [
        (HttpMethod::Get, item.get.as_mut()),
        (HttpMethod::Post, item.post.as_mut()),
        (HttpMethod::Put, item.put.as_mut()),
        (HttpMethod::Patch, item.patch.as_mut()),
        (HttpMethod::Delete, item.delete.as_mut()),
    ]
    .into_iter()
    .filter_map(|(method, operation)| Some((method, operation?)))
}

fn method(method: &HttpMethod) -> Method {
    match method {
        HttpMethod::Post => Method::POST,
        HttpMethod::Put => Method::PUT,
        HttpMethod::Patch => Method::PATCH,
        HttpMethod::Delete => Method::DELETE,
        _ => Method::GET,
    }
}

/// What each operation needs, from its security requirement: `session: [scope]`. Without one it
/// is for everybody only if it says so by an empty requirement.
pub fn needs(api: &OpenApi) -> HashMap<(Method, String), Needs> {
    let mut all = HashMap::new();
    for (path, item) in &mut api.paths.paths.clone() {
        for (verb, operation) in operations_mut(item) {
            let needs = match operation.security.as_deref() {
                Some([]) => Needs::Nothing,
                Some(requirements) => requirements
                    .iter()
                    .find_map(scope)
                    .map_or(Needs::SignedIn, Needs::Permission),
                // Said nothing: nobody without a session, and the test of the table fails.
                None => Needs::SignedIn,
            };
            all.insert((method(&verb), path.clone()), needs);
        }
    }
    all
}

fn scope(requirement: &SecurityRequirement) -> Option<Permission> {
    let json = serde_json::to_value(requirement).ok()?;
    let scopes = json.get(SESSION)?.as_array()?;
    scopes
        .iter()
        .filter_map(|scope| scope.as_str())
        .filter(|scope| *scope != SIGNED_IN)
        .find_map(Permission::from_name)
}

pub fn json(api: &OpenApi) -> Bytes {
    Bytes::from(api.to_pretty_json().unwrap_or_default())
}

/// Hands out the document.
pub fn answer(json: &Bytes) -> axum::response::Response {
    ([(CONTENT_TYPE, "application/json")], json.clone()).into_response()
}

/// The document, for `rapport openapi` and the tests.
pub fn document() -> OpenApi {
    describe(super::operations().to_openapi())
}
