//! `/api/docs`: the API's description as a page to read, made once at start, without a script.

use axum::response::Html;
use minijinja::{AutoEscape, Environment};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::openapi::OpenApi;

const TEMPLATE: &str = include_str!("../../templates/api_docs.html");
const REFERENCE: &str = "#/components/schemas/";

#[derive(Serialize)]
struct PageView {
    title: String,
    version: String,
    description: String,
    sections: Vec<Section>,
    schemas: Vec<SchemaView>,
}

#[derive(Serialize)]
struct Section {
    tag: String,
    operations: Vec<OperationView>,
}

#[derive(Serialize)]
struct OperationView {
    id: String,
    method: String,
    path: String,
    summary: String,
    description: String,
    permission: String,
    parameters: Vec<Field>,
    body: Option<TypeView>,
    answers: Vec<Answer>,
}

#[derive(Serialize)]
struct Answer {
    status: String,
    of: Option<TypeView>,
}

#[derive(Serialize)]
struct SchemaView {
    name: String,
    description: String,
    alternatives: Vec<Vec<Field>>,
    values: Vec<String>,
}

#[derive(Serialize)]
struct Field {
    name: String,
    place: String,
    of: TypeView,
    required: bool,
    description: String,
}

/// A type in words, and the schema that it leads to.
#[derive(Serialize)]
struct TypeView {
    text: String,
    link: Option<String>,
}

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}

fn type_of(schema: &Value) -> TypeView {
    if let Some(name) = schema["$ref"].as_str().and_then(|it| it.strip_prefix(REFERENCE)) {
        return TypeView { text: name.to_owned(), link: Some(name.to_owned()) };
    }
    for key in ["oneOf", "anyOf", "allOf"] {
        if let Some(parts) = schema[key].as_array() {
            let kinds: Vec<TypeView> = parts.iter().map(type_of).collect();
            let link = kinds.iter().find_map(|kind| kind.link.clone());
            let joined: Vec<_> = kinds.into_iter().map(|kind| kind.text).collect();
            return TypeView { text: joined.join(" or "), link };
        }
    }
    if schema["type"] == "array" {
        let items = type_of(&schema["items"]);
        return TypeView { text: format!("list of {}", items.text), link: items.link };
    }
    let kind = match &schema["type"] {
        Value::String(kind) => kind.clone(),
        Value::Array(kinds) => {
            kinds.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" or ")
        }
        _ => "any".to_owned(),
    };
    let format = schema["format"].as_str().map(|format| format!(" ({format})")).unwrap_or_default();
    TypeView { text: format!("{kind}{format}"), link: None }
}

fn fields_of(schema: &Value) -> Vec<Field> {
    let required: Vec<&str> = schema["required"]
        .as_array()
        .map(|names| names.iter().filter_map(Value::as_str).collect())
        .unwrap_or_default();
    let own = schema["properties"].as_object().into_iter().flatten().map(|(name, of)| Field {
        name: name.clone(),
        place: String::new(),
        of: match &of["enum"].as_array().map(Vec::as_slice) {
            Some([only]) => TypeView { text: only.to_string(), link: None },
            _ => type_of(of),
        },
        required: required.contains(&name.as_str()),
        description: text(of, "description"),
    });
    let parts = schema["allOf"].as_array().into_iter().flatten();
    own.chain(parts.flat_map(|part| match part["$ref"].as_str() {
        Some(_) => vec![Field {
            name: "…".to_owned(),
            place: String::new(),
            of: type_of(part),
            required: true,
            description: "and its fields".to_owned(),
        }],
        None => fields_of(part),
    }))
    .collect()
}

fn schema_view(name: &str, schema: &Value) -> SchemaView {
    let alternatives = match schema["oneOf"].as_array().or_else(|| schema["anyOf"].as_array()) {
        Some(parts) => parts.iter().map(fields_of).collect(),
        None => vec![fields_of(schema)],
    };
    let values = schema["enum"].as_array().into_iter().flatten();
    SchemaView {
        name: name.to_owned(),
        description: text(schema, "description"),
        alternatives: alternatives.into_iter().filter(|fields| !fields.is_empty()).collect(),
        values: values.filter_map(Value::as_str).map(ToOwned::to_owned).collect(),
    }
}

fn json_schema(content: &Value) -> Option<TypeView> {
    content["content"].as_object()?.values().next().map(|body| type_of(&body["schema"]))
}

fn operation_view(method: &str, path: &str, operation: &Value) -> OperationView {
    let requirements = operation["security"].as_array().map(Vec::as_slice).unwrap_or_default();
    let scope = requirements.iter().find_map(|it| it["session"].as_array()?.first()?.as_str());
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let answers = operation["responses"].as_object().into_iter().flatten();
    OperationView {
        id: text(operation, "operationId"),
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary: text(operation, "summary"),
        description: text(operation, "description"),
        permission: match scope {
            Some("signed_in") => "anybody who is signed in".to_owned(),
            Some(scope) => scope.to_owned(),
            None => "anybody".to_owned(),
        },
        parameters: parameters
            .map(|it| Field {
                name: text(it, "name"),
                place: text(it, "in"),
                of: type_of(&it["schema"]),
                required: it["required"] == true,
                description: text(it, "description"),
            })
            .collect(),
        body: json_schema(&operation["requestBody"]),
        answers: answers
            .map(|(status, answer)| Answer { status: status.clone(), of: json_schema(answer) })
            .collect(),
    }
}

fn sections(paths: &Map<String, Value>) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for (path, item) in paths {
        for (method, operation) in item.as_object().into_iter().flatten() {
            let tag = operation["tags"][0].as_str().unwrap_or_default();
            let view = operation_view(method, path, operation);
            match sections.iter_mut().find(|section| section.tag == tag) {
                Some(section) => section.operations.push(view),
                None => {
                    sections.push(Section { tag: tag.to_owned(), operations: vec![view] });
                }
            }
        }
    }
    sections.sort_by(|a, b| a.tag.cmp(&b.tag));
    sections
}

/// The page; empty only if the template were broken, which a test would show.
pub fn page(api: &OpenApi) -> Html<String> {
    let json = serde_json::to_value(api).unwrap_or_default();
    let paths = json["paths"].as_object().cloned().unwrap_or_default();
    let schemas: Vec<SchemaView> = json["components"]["schemas"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, schema)| schema_view(name, schema))
        .collect();
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    let page = PageView {
        title: text(&json["info"], "title"),
        version: text(&json["info"], "version"),
        description: text(&json["info"], "description"),
        sections: sections(&paths),
        schemas,
    };
    let rendered = environment.render_str(TEMPLATE, minijinja::Value::from_serialize(&page));
    match rendered {
        Ok(html) => Html(html),
        Err(error) => {
            tracing::error!(%error, "the page of the API's description could not be made");
            Html(String::new())
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::api::document;

    use super::*;

    #[test]
    fn every_operation_and_schema_is_on_the_page() {
        let api = document();
        let Html(html) = page(&api);
        let json = serde_json::to_value(&api).unwrap();
        for item in json["paths"].as_object().unwrap().values() {
            for operation in item.as_object().unwrap().values() {
                let id = operation["operationId"].as_str().unwrap();
                assert!(html.contains(&format!("id=\"{id}\"")), "{id} is missing");
            }
        }
        for name in json["components"]["schemas"].as_object().unwrap().keys() {
            assert!(html.contains(&format!("id=\"schema-{name}\"")), "{name} is missing");
        }
        assert!(!html.contains("<script"));
    }
}
