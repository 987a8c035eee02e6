//! `/api/v1/setup`: the first start, once, with the key that the terminal showed.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use rapport_core::actor::Actor;
use rapport_core::channel::Channel;
use rapport_core::directory::EmailSettings;
use rapport_core::directory::inbox::{CustomSettings, WebchatSettings};
use rapport_core::directory::site::Money;
use rapport_core::directory::{
    Agent, Brand, Directory, Inbox, NAME_CHARS_MAX, OpeningHours, Queue, Record, Site, Stored,
};
use rapport_core::hours::Hours;
use rapport_core::joining::{JoinPolicy, REOPEN_WITHIN_DEFAULT_MS};
use rapport_core::permission::BuiltInRole;
use rapport_core::validation::Errors;
use rapport_storage::{Stamp, Tx, credential, record};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::directory::new_inbox_key;
use super::session;
use crate::app::{App, stamp};
use crate::auth;
use crate::http::{ClientIp, Json, Problem};
use crate::organisation::Organisation;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(needed, set_up))
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SetupState {
    /// Nobody has set this installation up yet.
    pub needed: bool,
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct NamedPart {
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct BrandPart {
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    #[schema(pattern = "^#[0-9a-fA-F]{6}$")]
    pub colour: String,
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct AdministratorPart {
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    #[schema(format = Email)]
    pub email: String,
    #[schema(min_length = 10, max_length = 200)]
    pub password: String,
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct Setup {
    /// From the link that the terminal showed.
    pub key: String,
    pub organisation: NamedPart,
    pub brand: BrandPart,
    pub administrator: AdministratorPart,
    pub inbox: NamedPart,
    /// BCP 47.
    #[serde(default)]
    pub language: Option<String>,
    /// IANA name; UTC when absent.
    #[serde(default)]
    pub time_zone: Option<String>,
}

/// Whether set-up is needed
#[utoipa::path(get, path = "/api/v1/setup", tag = "set-up", security(),
    responses((status = 200, body = SetupState)))]
async fn needed(State(app): State<App>) -> Result<Json<SetupState>, Problem> {
    Ok(Json(SetupState { needed: app.organisation().await?.is_none() }))
}

/// Set up
///
/// Makes the organisation, its first brand, site, queue and web-chat inbox, and its first
/// administrator, and signs them in.
#[utoipa::path(post, path = "/api/v1/setup", tag = "set-up", security(),
    request_body = Setup, responses((status = 201, body = session::Me)))]
async fn set_up(
    State(app): State<App>,
    client: ClientIp,
    headers: HeaderMap,
    Json(setup): Json<Setup>,
) -> Result<Response, Problem> {
    let _one_at_a_time = app.directory_change.lock().await;
    if app.organisation().await?.is_some() {
        return Err(Problem::conflict("setup_done", "Rapport is set up already. Sign in instead."));
    }
    if app.setup_key().as_deref() != Some(setup.key.as_str()) {
        return Err(Problem::new(
            StatusCode::FORBIDDEN,
            "setup_key_wrong",
            "This link is not valid any more. Use the link in the terminal where Rapport runs.",
        ));
    }
    let parts = Parts::of(&setup, stamp())?;
    let hash = auth::hash_password(&setup.administrator.password)
        .await
        .ok_or_else(|| Problem::unavailable("The password could not be hashed now. Try again."))?;
    let mut tx = app.store.begin().await?;
    let administrator = parts.write(&mut tx, &setup, &hash).await?;
    tx.commit().await?;
    app.end_setup();
    parts.show(&app);
    session::start(&app, &administrator, client, &headers).await
}

/// The first records.
struct Parts {
    stamp: Stamp,
    brand: Stored<Brand>,
    site: Stored<Site>,
    hours: Stored<OpeningHours>,
    queue: Stored<Queue>,
    inbox: Stored<Inbox>,
    administrator: Stored<Agent>,
}

fn first<R: Record>(stamp: Stamp, record: R) -> Stored<R> {
    Stored {
        id: stamp.id(),
        version: 1,
        archived: false,
        created_at: stamp.at,
        updated_at: stamp.at,
        record,
    }
}

/// Puts the part's errors under the field that the form has for it.
fn check<R: Record>(record: &R, directory: &Directory, part: &str, errors: &mut Errors) {
    let mut own = Errors::default();
    record.validate(None, directory, &mut own);
    for error in own.into_result().err().unwrap_or_default() {
        errors.push(format!("{part}.{}", error.field), error.detail);
    }
}

impl Parts {
    fn of(setup: &Setup, stamp: Stamp) -> Result<Self, Problem> {
        let mut errors = Errors::default();
        let mut directory = Directory::default();
        errors.check_line(&setup.organisation.name, "organisation.name", NAME_CHARS_MAX);
        let zone = setup.time_zone.clone().unwrap_or_else(|| "UTC".to_owned());
        let brand = Brand {
            name: setup.brand.name.clone(),
            colour: setup.brand.colour.clone(),
            languages: setup.language.iter().cloned().collect(),
            signature: String::new(),
            join_policy: JoinPolicy::default(),
            reopen_within_ms: REOPEN_WITHIN_DEFAULT_MS,
        };
        check(&brand, &directory, "brand", &mut errors);
        let brand = first(stamp, brand);
        directory.put(brand.clone().into());
        let site = Site {
            name: setup.organisation.name.clone(),
            time_zone: zone.clone(),
            cost_per_hour: Money { amount_micros: 0, currency: "EUR".to_owned() },
        };
        let mut of_site = Errors::default();
        site.validate(None, &directory, &mut of_site);
        for error in of_site.into_result().err().unwrap_or_default() {
            // The name is the organisation's, which is checked above.
            if error.field == "time_zone" {
                errors.push(error.field, error.detail);
            }
        }
        let hours = first(
            stamp,
            OpeningHours { name: "Always open".to_owned(), hours: Hours::always(&zone) },
        );
        let queue = first(stamp, Queue::named("Support"));
        directory.put(queue.clone().into());
        let inbox = Inbox {
            name: setup.inbox.name.clone(),
            channel: Channel::Webchat,
            brand_id: brand.id,
            queue_id: queue.id,
            enabled: true,
            fact_patterns: Vec::new(),
            sent_message_cost_micros: 0,
            received_message_cost_micros: 0,
            custom: CustomSettings::default(),
            email: EmailSettings::default(),
            webchat: WebchatSettings { key: new_inbox_key(), ..WebchatSettings::default() },
        };
        check(&inbox, &directory, "inbox", &mut errors);
        let mut administrator = Agent {
            name: setup.administrator.name.clone(),
            email: setup.administrator.email.clone(),
            role: BuiltInRole::Administrator.into(),
            site_id: None,
            skills: Vec::new(),
            queue_ids: vec![queue.id],
            capacity_units: 100,
            signature: String::new(),
        };
        administrator.keep(None);
        check(&administrator, &directory, "administrator", &mut errors);
        let password = &setup.administrator.password;
        auth::check_password(password, "administrator.password", &mut errors);
        errors.into_result().map_err(Problem::invalid)?;
        let site = first(stamp, site);
        administrator.site_id = Some(site.id);
        Ok(Self {
            stamp,
            brand,
            site,
            hours,
            queue,
            inbox: first(stamp, inbox),
            administrator: first(stamp, administrator),
        })
    }

    async fn write(
        &self,
        tx: &mut Tx,
        setup: &Setup,
        password_hash: &str,
    ) -> Result<Stored<Agent>, Problem> {
        let at = self.stamp.at;
        let administrator = &self.administrator;
        let actor = || Actor::agent(administrator.id, &administrator.record.name);
        Organisation::new(&setup.organisation.name).put(tx, actor(), at).await?;
        record::create(tx, &self.brand, actor(), at).await?;
        record::create(tx, &self.site, actor(), at).await?;
        record::create(tx, &self.hours, actor(), at).await?;
        record::create(tx, &self.queue, actor(), at).await?;
        record::create(tx, &self.inbox, actor(), at).await?;
        record::create(tx, administrator, actor(), at).await?;
        let email = &administrator.record.email;
        credential::put_password(tx, administrator.id, email, password_hash).await?;
        Ok(administrator.clone())
    }

    /// Takes them into the directory in memory.
    fn show(self, app: &App) {
        app.put_record(self.brand.into());
        app.put_record(self.site.into());
        app.put_record(self.hours.into());
        app.put_record(self.queue.into());
        app.put_record(self.inbox.into());
        app.put_record(self.administrator.into());
    }
}
