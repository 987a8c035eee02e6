//! `GET /api/v1/reports/costs`

use std::collections::{BTreeMap, BTreeSet};

use axum::extract::State;
use axum::response::Response;
use rapport_core::channel::Channel;
use rapport_core::directory::{Agent, Brand, Directory, Inbox, Queue, Site, site};
use rapport_core::id::{AgentId, BrandId, ContactId, ConversationId, QueueId};
use rapport_storage::report_figures::{self, Spent};
use rapport_storage::{Session, StoreError, contact};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::narrowing::Narrowing;
use super::table::{Table, amount, answer, cells, or_empty};
use crate::app::App;
use crate::http::{Problem, Query};
use crate::reports;

/// Contacts that are listed: the dearest.
const CONTACTS_MAX: usize = 100;
const HOUR_MS: i128 = 60 * 60 * 1_000;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(costs))
}

/// By what costs are told apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CostsBy {
    #[default]
    Channel,
    Queue,
    Brand,
    /// The 100 dearest.
    Contact,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct By {
    #[serde(default)]
    #[param(inline)]
    by: CostsBy,
}

/// What conversations cost, at the costs that are set now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Cost {
    /// With a message or an agent's work in the period.
    pub conversations: usize,
    pub contacts: usize,
    pub received: i64,
    pub sent: i64,
    /// Agents' time: for each thing that they did, since the thing before, on whichever conversation,
    /// but at most 5 minutes.
    pub work_ms: i64,
    /// Messages, by what their inboxes count for one.
    pub messages_micros: i64,
    /// Agents' time, by what an hour costs at their sites.
    pub work_micros: i64,
    /// The two together.
    pub total_micros: i64,
    pub per_contact_micros: Option<i64>,
    pub per_conversation_micros: Option<i64>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CostItem {
    /// The channel, or the id of the queue, brand or contact; none of what was in no queue.
    pub id: Option<String>,
    /// Its name now; none of a contact who has none.
    pub name: Option<String>,
    #[serde(flatten)]
    pub cost: Cost,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CostsReport {
    /// Events that are not counted yet: while there are many, all figures are too small.
    pub pending_events: i64,
    /// In which sites and inboxes count (ISO 4217); none without a site.
    pub currency: Option<String>,
    pub by: CostsBy,
    pub total: Cost,
    /// The dearest first.
    pub items: Vec<CostItem>,
}

impl Table for CostsReport {
    const NAME: &'static str = "costs";

    const HEADINGS: &'static [&'static str] = &[
        "id",
        "name",
        "currency",
        "conversations",
        "contacts",
        "received",
        "sent",
        "work_ms",
        "messages",
        "work",
        "total",
        "per_contact",
        "per_conversation",
    ];

    fn rows(&self) -> Vec<Vec<String>> {
        let row = |CostItem { id, name, cost }: &CostItem| {
            cells![
                or_empty(id.as_ref()),
                or_empty(name.as_ref()),
                or_empty(self.currency.as_ref()),
                cost.conversations,
                cost.contacts,
                cost.received,
                cost.sent,
                cost.work_ms,
                amount(cost.messages_micros),
                amount(cost.work_micros),
                amount(cost.total_micros),
                or_empty(cost.per_contact_micros.map(amount)),
                or_empty(cost.per_conversation_micros.map(amount)),
            ]
        };
        self.items.iter().map(row).collect()
    }
}

/// Costs
///
/// What messages and agents' time cost in a period, by channel, queue, brand or contact; for each
/// conversation: `GET /reports/conversations?of=cost`.
#[utoipa::path(get, path = "/api/v1/reports/costs", tag = "reports", operation_id = "costs_report",
    security(("session" = ["reports:read"]), ("token" = ["reports:read"])),
    params(Narrowing, By), responses((status = 200, content(
        (CostsReport = "application/json"), (String = "text/csv")))))]
async fn costs(
    State(app): State<App>,
    Query(narrowing): Query<Narrowing>,
    Query(By { by }): Query<By>,
) -> Result<Response, Problem> {
    let narrow = narrowing.read()?;
    let directory = app.directory();
    let mut reader = app.store.read().await?;
    let session = &mut reader.session();
    let spent = report_figures::spent(session, &narrow).await?;
    let mut total = Sum::default();
    let mut sums: BTreeMap<Option<Key>, Sum> = BTreeMap::new();
    for it in &spent {
        total.add(&directory, it);
        sums.entry(Key::of(it, by)).or_default().add(&directory, it);
    }
    let mut items: Vec<(Option<Key>, Cost)> =
        sums.into_iter().map(|(key, sum)| (key, sum.cost())).collect();
    items.sort_by_key(|(_, cost)| std::cmp::Reverse((cost.total_micros, cost.work_ms)));
    if by == CostsBy::Contact {
        items.truncate(CONTACTS_MAX);
    }
    let names = names(session, &items).await?;
    drop(reader);
    let item = |(key, cost): (Option<Key>, Cost)| CostItem {
        id: key.map(Key::id),
        name: key.and_then(|key| key.name(&directory, &names)),
        cost,
    };
    let report = CostsReport {
        pending_events: reports::pending(&app),
        currency: site::currency(&directory).map(str::to_owned),
        by,
        total: total.cost(),
        items: items.into_iter().map(item).collect(),
    };
    Ok(answer(narrowing.format, &report))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Channel(Channel),
    Queue(QueueId),
    Brand(BrandId),
    Contact(ContactId),
}

impl Key {
    fn of(spent: &Spent, by: CostsBy) -> Option<Self> {
        match by {
            CostsBy::Channel => Some(Self::Channel(spent.channel)),
            CostsBy::Queue => spent.queue_id.map(Self::Queue),
            CostsBy::Brand => Some(Self::Brand(spent.brand_id)),
            CostsBy::Contact => Some(Self::Contact(spent.contact_id)),
        }
    }

    fn id(self) -> String {
        match self {
            Self::Channel(channel) => channel.name().to_owned(),
            Self::Queue(id) => id.to_string(),
            Self::Brand(id) => id.to_string(),
            Self::Contact(id) => id.to_string(),
        }
    }

    fn name(self, directory: &Directory, contacts: &BTreeMap<ContactId, String>) -> Option<String> {
        match self {
            Self::Channel(channel) => Some(channel.name().to_owned()),
            Self::Queue(id) => directory.get::<Queue>(id).map(|it| it.record.name.clone()),
            Self::Brand(id) => directory.get::<Brand>(id).map(|it| it.record.name.clone()),
            Self::Contact(id) => contacts.get(&id).cloned(),
        }
    }
}

/// The names of contacts among the items.
async fn names(
    session: &mut Session<'_>,
    items: &[(Option<Key>, Cost)],
) -> Result<BTreeMap<ContactId, String>, StoreError> {
    let ids: Vec<ContactId> = items
        .iter()
        .filter_map(|(key, _)| match key {
            Some(Key::Contact(id)) => Some(*id),
            _ => None,
        })
        .collect();
    let contacts = contact::several(session, &ids).await?;
    Ok(contacts.into_iter().filter_map(|it| Some((it.id, it.name?))).collect())
}

/// What was spent, added up.
#[derive(Debug, Default)]
pub struct Sum {
    conversations: BTreeSet<ConversationId>,
    contacts: BTreeSet<ContactId>,
    cost: Cost,
    /// In millionths of a millisecond's hour, so that nothing is lost by rounding each.
    work: i128,
}

impl Sum {
    pub fn add(&mut self, directory: &Directory, spent: &Spent) {
        self.conversations.insert(spent.conversation_id);
        self.contacts.insert(spent.contact_id);
        let cost = &mut self.cost;
        cost.received += spent.received;
        cost.sent += spent.sent;
        cost.work_ms += spent.work_ms;
        if let Some(inbox) = directory.get::<Inbox>(spent.inbox_id) {
            let (sent, received) =
                (inbox.record.sent_message_cost_micros, inbox.record.received_message_cost_micros);
            cost.messages_micros += spent.sent * sent + spent.received * received;
        }
        let rate = spent.agent_id.map_or(0, |id| hour_micros(directory, id));
        self.work += i128::from(spent.work_ms) * i128::from(rate);
    }

    pub fn cost(&self) -> Cost {
        let work_micros = i64::try_from(self.work / HOUR_MS).unwrap_or(i64::MAX);
        let total_micros = self.cost.messages_micros + work_micros;
        let of_each = |count: usize| {
            let count = i64::try_from(count).ok().filter(|count| *count > 0)?;
            Some(total_micros / count)
        };
        Cost {
            conversations: self.conversations.len(),
            contacts: self.contacts.len(),
            work_micros,
            total_micros,
            per_contact_micros: of_each(self.contacts.len()),
            per_conversation_micros: of_each(self.conversations.len()),
            ..self.cost
        }
    }
}

/// What an agent's hour costs where they work.
fn hour_micros(directory: &Directory, id: AgentId) -> i64 {
    let agent = directory.get::<Agent>(id);
    let site = agent.and_then(|agent| directory.get::<Site>(agent.record.site_id?));
    site.map_or(0, |site| site.record.cost_per_hour.amount_micros)
}
