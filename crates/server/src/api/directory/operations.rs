//! List, read, create, change and archive a record of any kind.

use axum::http::header::LOCATION;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use rapport_core::directory::{AnyRecord, InDirectory, Record, Stored};
use rapport_core::validation::Errors;
use rapport_storage::{StoreError, Tx, record};
use serde::Deserialize;
use serde_json::Value;
use utoipa::IntoParams;

use crate::api::etag::{IfMatch, tagged};
use crate::api::location;
use crate::api::page::{Page, PageQuery};
use crate::app::{App, stamp};
use crate::auth::Caller;
use crate::http::{FieldError, Problem};

/// Which records a list shows.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RecordQuery {
    /// Also those no longer in use.
    #[serde(default)]
    pub archived: Option<bool>,
    /// At most so many items: 1 to 200, 50 when absent.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

pub fn list<R: InDirectory>(app: &App, query: &RecordQuery) -> Result<Page<Stored<R>>, Problem> {
    let page = PageQuery { limit: query.limit, cursor: query.cursor.clone() };
    let limit = page.limit()?;
    let after: Option<R::Id> = page.cursor()?;
    let archived = query.archived.unwrap_or(false);
    let directory = app.directory();
    let items = R::records(&directory)
        .values()
        .filter(|stored| after.is_none_or(|after| stored.id > after))
        .filter(|stored| archived || !stored.archived)
        .take(limit + 1)
        .map(|stored| stored.as_ref().clone())
        .collect();
    Ok(Page::of(items, limit, |stored: &Stored<R>| stored.id.to_string()))
}

pub fn get<R: InDirectory>(app: &App, id: R::Id) -> Result<Response, Problem> {
    let directory = app.directory();
    let stored = directory.get::<R>(id).ok_or_else(|| Problem::not_found(R::KIND.name()))?;
    Ok(tagged(StatusCode::OK, stored.version, stored.as_ref()))
}

/// What else a change of a kind writes in the same transaction.
pub trait Besides<R: Record> {
    /// What must hold of the change beyond the record's own rules. Called while no other change
    /// of the directory is under way.
    fn check(
        &self,
        _app: &App,
        _was: Option<&Stored<R>>,
        _next: &Stored<R>,
    ) -> Result<(), Problem> {
        Ok(())
    }

    fn write(
        &self,
        tx: &mut Tx,
        stored: &Stored<R>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
}

/// Nothing.
pub struct Nothing;

impl<R: Record> Besides<R> for Nothing {
    async fn write(&self, _: &mut Tx, _: &Stored<R>) -> Result<(), StoreError> {
        Ok(())
    }
}

fn check<R: InDirectory>(app: &App, id: Option<R::Id>, record: &R) -> Result<(), Problem> {
    let mut errors = Errors::default();
    record.validate(id, &app.directory(), &mut errors);
    errors.into_result().map_err(Problem::invalid)
}

pub async fn create<R: InDirectory>(
    app: &App,
    caller: &Caller,
    mut record: R,
    besides: impl Besides<R>,
) -> Result<Response, Problem>
where
    AnyRecord: From<Stored<R>>,
{
    let _one_at_a_time = app.directory_change.lock().await;
    record.keep(None);
    check(app, None, &record)?;
    let stamp = stamp();
    let stored = Stored {
        id: stamp.id(),
        version: 1,
        archived: false,
        created_at: stamp.at,
        updated_at: stamp.at,
        record,
    };
    besides.check(app, None, &stored)?;
    let mut tx = app.store.begin().await?;
    record::create(&mut tx, &stored, caller.actor(), stamp.at).await?;
    besides.write(&mut tx, &stored).await?;
    tx.commit().await?;
    app.put_record(stored.clone().into());
    let place = location::of_record(R::KIND, &stored.id.to_string());
    let mut response = tagged(StatusCode::CREATED, 1, stored);
    if let Ok(place) = HeaderValue::try_from(place) {
        response.headers_mut().insert(LOCATION, place);
    }
    Ok(response)
}

fn current<R: InDirectory>(
    app: &App,
    id: R::Id,
    IfMatch(version): IfMatch,
) -> Result<Stored<R>, Problem> {
    let directory = app.directory();
    let was = directory.get::<R>(id).ok_or_else(|| Problem::not_found(R::KIND.name()))?;
    if was.version != version {
        return Err(StoreError::VersionConflict { current: was.version }.into());
    }
    Ok(was.as_ref().clone())
}

/// Merges the patch into the record (RFC 7396): absent fields stay, `null` clears.
pub async fn update<R: InDirectory>(
    app: &App,
    caller: &Caller,
    id: R::Id,
    version: IfMatch,
    patch: Value,
    besides: impl Besides<R>,
) -> Result<Response, Problem>
where
    AnyRecord: From<Stored<R>>,
{
    let _one_at_a_time = app.directory_change.lock().await;
    let was = current::<R>(app, id, version)?;
    let mut json = serde_json::to_value(&was.record).map_err(|error| Problem::internal(&error))?;
    merge(&mut json, patch);
    let mut record: R = serde_path_to_error::deserialize(json).map_err(|error| {
        let field = error.path().to_string();
        Problem::invalid(vec![FieldError::new(field, error.inner().to_string())])
    })?;
    record.keep(Some(&was.record));
    check(app, Some(id), &record)?;
    let next = Stored { record, ..was.clone() };
    write(app, caller, &was, next, besides).await
}

pub async fn archive<R: InDirectory>(
    app: &App,
    caller: &Caller,
    id: R::Id,
    version: IfMatch,
    besides: impl Besides<R>,
) -> Result<Response, Problem>
where
    AnyRecord: From<Stored<R>>,
{
    let _one_at_a_time = app.directory_change.lock().await;
    let was = current::<R>(app, id, version)?;
    if was.archived {
        return Ok(tagged(StatusCode::OK, was.version, was));
    }
    if let Some(user) = user_of(app, &id.to_string(), R::KIND.name()) {
        return Err(Problem::conflict(
            "in_use",
            format!("{user} still uses it. Change that first, then archive this."),
        ));
    }
    let next = Stored { archived: true, ..was.clone() };
    write(app, caller, &was, next, besides).await
}

async fn write<R: InDirectory>(
    app: &App,
    caller: &Caller,
    was: &Stored<R>,
    next: Stored<R>,
    besides: impl Besides<R>,
) -> Result<Response, Problem>
where
    AnyRecord: From<Stored<R>>,
{
    let at = stamp().at;
    let stored = Stored { version: was.version + 1, updated_at: at, ..next };
    besides.check(app, Some(was), &stored)?;
    let mut tx = app.store.begin().await?;
    record::update(&mut tx, &stored, caller.actor(), at).await?;
    besides.write(&mut tx, &stored).await?;
    tx.commit().await?;
    app.put_record(stored.clone().into());
    Ok(tagged(StatusCode::OK, stored.version, stored))
}

/// A record in use that could not do without this one: an inbox without its queue or brand, a
/// queue that overflows into it, an agent without their role.
fn user_of(app: &App, id: &str, kind: &str) -> Option<String> {
    let directory = app.directory();
    let inbox = directory.inboxes.values().filter(|inbox| !inbox.archived).find(|inbox| {
        let record = &inbox.record;
        (kind == "brand" && record.brand_id.to_string() == id)
            || (kind == "queue" && record.queue_id.to_string() == id)
    });
    if let Some(inbox) = inbox {
        return Some(format!("The inbox {}", inbox.record.name));
    }
    let queue = directory.queues.values().filter(|queue| !queue.archived).find(|queue| {
        let overflow = queue.record.overflow.as_ref();
        let hours = queue.record.hours_id;
        (kind == "queue" && overflow.is_some_and(|to| to.queue_id.to_string() == id))
            || (kind == "hours" && hours.is_some_and(|hours| hours.to_string() == id))
    });
    if let Some(queue) = queue {
        return Some(format!("The queue {}", queue.record.name));
    }
    let agent = directory.agents.values().filter(|agent| !agent.archived).find(|agent| {
        let role = agent.record.role;
        kind == "role" && role.to_string() == id
    });
    agent.map(|agent| format!("The agent {}", agent.record.name))
}

fn merge(target: &mut Value, patch: Value) {
    match (target, patch) {
        (Value::Object(target), Value::Object(patch)) => {
            for (key, value) in patch {
                if value.is_null() {
                    target.insert(key, Value::Null);
                } else {
                    merge(target.entry(key).or_insert(Value::Null), value);
                }
            }
        }
        (target, patch) => *target = patch,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_patch_is_merged() {
        let mut target = json!({"a": 1, "b": {"c": 2, "d": [1, 2]}});
        merge(&mut target, json!({"b": {"d": [3], "e": null}, "f": 4}));
        assert_eq!(target, json!({"a": 1, "b": {"c": 2, "d": [3], "e": null}, "f": 4}));
    }
}
