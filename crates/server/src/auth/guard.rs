//! The one gate before the API: finds out who calls, and lets them through to an operation only
//! with the permission that the operation declares in the API description. An operation that
//! declares none is refused, so nothing can be open by being forgotten.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{MatchedPath, Request, State};
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use rapport_core::directory::Agent;
use rapport_core::permission::Permission;
use rapport_storage::credential;

use super::caller::{Caller, Means};
use super::secret::hash_secret;
use super::session;
use crate::app::App;
use crate::clock;
use crate::http::Problem;

/// What an operation asks of its caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// Anybody may call it.
    Nothing,
    /// Anybody who is signed in.
    SignedIn,
    Permission(Permission),
}

/// What an operation's description declares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Declared {
    pub needs: Needs,
    /// Whether an API token may call it at all.
    pub by_token: bool,
}

/// Every operation's declaration, by method and path template.
#[derive(Debug, Clone)]
pub struct Guard {
    app: App,
    declared: Arc<HashMap<(Method, String), Declared>>,
}

impl Guard {
    pub fn new(app: App, declared: HashMap<(Method, String), Declared>) -> Self {
        Self { app, declared: Arc::new(declared) }
    }
}

/// The middleware.
pub async fn guard(
    State(guard): State<Guard>,
    mut request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let path = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let method = match request.method() {
        &Method::HEAD => Method::GET,
        method => method.clone(),
    };
    let Some(path) = path else { return Ok(next.run(request).await) };
    let Some(declared) = guard.declared.get(&(method, path)).copied() else {
        // The router answers what it does not know (404, 405).
        return Ok(next.run(request).await);
    };
    let (caller, renewed) = identify(&guard.app, request.headers()).await?;
    let is_token = caller.as_ref().is_some_and(|it| matches!(it.means, Means::Token { .. }));
    if is_token && !declared.by_token && declared.needs != Needs::Nothing {
        return Err(Problem::new(
            StatusCode::FORBIDDEN,
            "session_required",
            "An API token cannot do this. Sign in and do it in the desk.",
        ));
    }
    match (declared.needs, &caller) {
        (Needs::Nothing, _) => {}
        (_, None) => return Err(Problem::unauthorised()),
        (Needs::SignedIn, Some(_)) => {}
        (Needs::Permission(permission), Some(caller)) => {
            if !caller.may(permission) {
                return Err(Problem::forbidden(permission.name()));
            }
        }
    }
    if let Some(caller) = caller {
        request.extensions_mut().insert(caller);
    }
    let mut response = next.run(request).await;
    if let Some(secret) = renewed {
        session::set_cookie(response.headers_mut(), &secret, guard.app.https);
    }
    Ok(response)
}

/// Who calls, if anybody, and the new secret for their cookie.
pub async fn identify(
    app: &App,
    headers: &HeaderMap,
) -> Result<(Option<Caller>, Option<String>), Problem> {
    if let Some(header) = headers.get(AUTHORIZATION) {
        let secret = header.to_str().ok().and_then(|text| text.strip_prefix("Bearer "));
        return Ok((by_token(app, secret.unwrap_or_default()).await?, None));
    }
    let Some(secret) = session::from_headers(headers) else { return Ok((None, None)) };
    let Some((found, renewed)) = session::open(&app.store, secret).await? else {
        return Ok((None, None));
    };
    let directory = app.directory();
    let agent = directory.in_use::<Agent>(found.agent_id);
    let caller = agent.map(|agent| Caller::new(&directory, agent, Means::Session(found.id)));
    Ok((caller, renewed))
}

async fn by_token(app: &App, secret: &str) -> Result<Option<Caller>, Problem> {
    let mut reader = app.store.read().await?;
    let found = credential::token_by_hash(&mut reader.session(), &hash_secret(secret)).await?;
    drop(reader);
    let Some(token) = found.filter(|token| token.is_good(clock::now())) else { return Ok(None) };
    let directory = app.directory();
    let means = Means::Token { id: token.id, name: token.name, scopes: token.scopes };
    let agent = directory.in_use::<Agent>(token.agent_id);
    Ok(agent.map(|agent| Caller::new(&directory, agent, means)))
}
