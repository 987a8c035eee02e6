//! The API's description (OpenAPI 3.1), made from the operations themselves.

use std::collections::{BTreeSet, HashMap};

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

use crate::auth::{COOKIE, Declared, Needs};
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
    plain(api)
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

const REFERENCE: &str = "#/components/schemas/";

/// Gives schemas plain names, and marks the fields of answers as always there.
fn plain(api: OpenApi) -> OpenApi {
    let Ok(mut json) = serde_json::to_value(&api) else { return api };
    rename(&mut json);
    if let Some(schemas) = json.pointer_mut("/components/schemas").and_then(Value::as_object_mut) {
        *schemas = std::mem::take(schemas)
            .into_iter()
            .map(|(name, schema)| (plain_name(&name), schema))
            .collect();
    }
    let asked = schemas_of_requests(&json);
    if let Some(schemas) = json.pointer_mut("/components/schemas").and_then(Value::as_object_mut) {
        for (name, schema) in schemas {
            // A problem shows only the members that it has.
            if !asked.contains(name) && name != "Problem" {
                require_all(schema);
            }
        }
    }
    serde_json::from_value(json).unwrap_or(api)
}

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

/// The schemas that a client may have to write, where a field with a default may be left out.
fn schemas_of_requests(json: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut ahead: Vec<&Value> = json["paths"]
        .as_object()
        .into_iter()
        .flat_map(|paths| paths.values())
        .filter_map(Value::as_object)
        .flat_map(|item| item.values())
        .map(|operation| &operation["requestBody"])
        .collect();
    while let Some(value) = ahead.pop() {
        match value {
            Value::String(text) => {
                if let Some(name) = text.strip_prefix(REFERENCE)
                    && found.insert(name.to_owned())
                {
                    ahead.push(&json["components"]["schemas"][name]);
                }
            }
            Value::Array(items) => ahead.extend(items),
            Value::Object(fields) => ahead.extend(fields.values()),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    found
}

/// Fields that answers leave out when they are empty, since the log keeps each answer for good.
const LEFT_OUT_WHEN_EMPTY: [&str; 7] =
    ["attachments", "mentioned_agent_ids", "spans", "marks", "href", "mail", "follows_up"];

/// The server writes every other field, `null` where there is nothing.
fn require_all(schema: &mut Value) {
    let Some(fields) = schema.as_object_mut() else { return };
    if let Some(properties) = fields.get("properties").and_then(Value::as_object) {
        let names: Vec<Value> = properties
            .keys()
            .filter(|name| !LEFT_OUT_WHEN_EMPTY.contains(&name.as_str()))
            .map(|name| name.as_str().into())
            .collect();
        fields.insert("required".to_owned(), names.into());
    }
    if let Some(properties) = fields.get_mut("properties").and_then(Value::as_object_mut) {
        properties.values_mut().for_each(require_all);
    }
    if let Some(items) = fields.get_mut("items") {
        require_all(items);
    }
    for key in ["allOf", "oneOf", "anyOf"] {
        if let Some(parts) = fields.get_mut(key).and_then(Value::as_array_mut) {
            parts.iter_mut().for_each(require_all);
        }
    }
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
pub fn needs(api: &OpenApi) -> HashMap<(Method, String), Declared> {
    let mut all = HashMap::new();
    for (path, item) in &mut api.paths.paths.clone() {
        for (verb, operation) in operations_mut(item) {
            // Said nothing: nobody without a session, and the test of the table fails.
            let requirements = operation.security.as_deref();
            let needs = match requirements {
                Some([]) => Needs::Nothing,
                _ => requirements
                    .unwrap_or_default()
                    .iter()
                    .find_map(scope)
                    .map_or(Needs::SignedIn, Needs::Permission),
            };
            let by_token = requirements.unwrap_or_default().iter().any(names_token);
            all.insert((method(&verb), path.clone()), Declared { needs, by_token });
        }
    }
    all
}

fn names_token(requirement: &SecurityRequirement) -> bool {
    serde_json::to_value(requirement).is_ok_and(|json| json.get(TOKEN).is_some())
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
    fn the_web_client_is_made_from_this_description() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../web/api-client/openapi.json");
        let kept: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        assert!(
            kept == serde_json::to_value(document()).unwrap(),
            "web/api-client/openapi.json is stale: run `make client`"
        );
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
            .filter(|(_, declared)| declared.needs == Needs::Nothing)
            .map(|((verb, path), _)| format!("{verb} {path}"))
            .collect();
        open.sort();
        let without_a_session = [
            "GET /api/v1/setup",
            "POST /api/v1/access_link",
            "POST /api/v1/access_link/look",
            "POST /api/v1/session",
            "POST /api/v1/setup",
        ];
        assert_eq!(open, without_a_session);
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
