//! The API's description (OpenAPI 3.1), made from the operations themselves.

use std::collections::HashMap;

use axum::http::Method;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use bytes::Bytes;
use rapport_core::permission::Permission;
use serde_json::Value;
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
    components.add_security_scheme(TOKEN, SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)));
    components.add_schema::<Problem>();
    components.schemas.extend(rapport_core::id::schemas());
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
    plain_names(api)
}

/// A generic type's schema is named after all its parameters (`Page_Agent_AgentFields`); clients
/// should see `Agent`, `AgentPatch` and `AgentPage`.
fn plain_name(name: &str) -> String {
    let record = |name: &str| match name.split_once('_') {
        Some((record, fields)) if fields.ends_with("Fields") => record.to_owned(),
        _ => name.to_owned(),
    };
    match name.strip_prefix("Page_") {
        Some(of) => format!("{}Page", record(of)),
        None => record(name),
    }
}

fn plain_names(api: OpenApi) -> OpenApi {
    const REFERENCE: &str = "#/components/schemas/";
    fn rename(value: &mut Value) {
        match value {
            Value::String(text) => {
                if let Some(name) = text.strip_prefix(REFERENCE) {
                    *text = format!("{REFERENCE}{}", plain_name(name));
                }
            }
            Value::Array(items) => items.iter_mut().for_each(rename),
            Value::Object(fields) => fields.values_mut().for_each(rename),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    let Ok(mut json) = serde_json::to_value(&api) else { return api };
    rename(&mut json);
    if let Some(schemas) = json.pointer_mut("/components/schemas").and_then(Value::as_object_mut) {
        *schemas = std::mem::take(schemas)
            .into_iter()
            .map(|(name, schema)| (plain_name(&name), schema))
            .collect();
    }
    serde_json::from_value(json).unwrap_or(api)
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
                Some(requirements) => {
                    requirements.iter().find_map(scope).map_or(Needs::SignedIn, Needs::Permission)
                }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain() {
        for (name, plain) in [
            ("Agent_AgentFields", "Agent"),
            ("AgentPatch_AgentFields", "AgentPatch"),
            ("Page_Agent_AgentFields", "AgentPage"),
            ("Page_Contact", "ContactPage"),
            ("Conversation", "Conversation"),
        ] {
            assert_eq!(plain_name(name), plain);
        }
    }

    #[test]
    fn every_operation_says_what_it_needs() {
        let api = document();
        for (path, item) in &mut api.paths.paths.clone() {
            for (verb, operation) in operations_mut(item) {
                let verb = method(&verb);
                assert!(operation.security.is_some(), "{verb} {path} says nothing of security");
                assert!(operation.operation_id.is_some(), "{verb} {path} has no operation id");
            }
        }
    }

    #[test]
    fn only_signing_in_and_set_up_are_for_everybody() {
        let mut open: Vec<String> = needs(&document())
            .into_iter()
            .filter(|(_, needs)| *needs == Needs::Nothing)
            .map(|((verb, path), _)| format!("{verb} {path}"))
            .collect();
        open.sort();
        assert_eq!(open, ["GET /api/v1/setup", "POST /api/v1/session", "POST /api/v1/setup"]);
    }

    #[test]
    fn every_reference_leads_somewhere() {
        let json = serde_json::to_value(document()).unwrap();
        let text = json.to_string();
        let schemas = json["components"]["schemas"].as_object().unwrap();
        for part in text.split("#/components/schemas/").skip(1) {
            let name = part.split('"').next().unwrap();
            assert!(schemas.contains_key(name), "no schema {name}");
        }
    }
}
