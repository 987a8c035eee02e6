//! The figures of reports, from what the log was counted to ([`crate::report`]).
//!
//! Whose a conversation is, and of which it is a part, is as it is now: what was merged or split since
//! counts where it belongs.

use std::collections::BTreeMap;

use rapport_core::Timestamp;
use rapport_core::channel::Channel;
use rapport_core::id::{AgentId, BrandId, ContactId, ConversationId, InboxId, QueueId, TypedId};
use rapport_core::report::{RepeatedBy, quarter_of};
use uuid::Uuid;

use crate::conversation;
use crate::db::{Session, fetch_all};
use crate::error::{Result, StoreError};
use crate::statement::statements;

/// `$what` of the activity in a period ($1, $2: quarters), of a brand ($3), a queue ($4) and a channel
/// ($5) or of all.
macro_rules! activity {
    ($what:literal, $rest:literal) => {
        concat!(
            "select ",
            $what,
            " from report_activity a join conversation c on c.id = a.conversation_id
            where a.quarter >= $1 and a.quarter < $2 and (c.brand_id = $3 or $3 is null)
            and (a.queue_id = $4 or $4 is null) and (a.channel = $5 or $5 is null) ",
            $rest
        )
    };
}

/// As [`activity`], of another table with the times in microseconds.
macro_rules! narrowed {
    ($what:literal, $table:literal, $at:literal, $rest:literal) => {
        concat!(
            "select ",
            $what,
            " from ",
            $table,
            " a join conversation c on c.id = a.conversation_id
            where a.",
            $at,
            " >= $1 and a.",
            $at,
            " < $2 and (c.brand_id = $3 or $3 is null)
            and (a.queue_id = $4 or $4 is null) and (a.channel = $5 or $5 is null) ",
            $rest
        )
    };
}

/// Waits in their order, with the places of the median and of the ninth tenth (nearest rank).
macro_rules! ranks {
    ($which:literal) => {
        concat!(
            "select channel, wait_ms, n, place from (
                select a.channel, a.wait_ms, count(*) over (partition by a.channel) as n,
                    row_number() over (partition by a.channel order by a.wait_ms) as place
                from report_reply a join conversation c on c.id = a.conversation_id
                where a.asked_at >= $1 and a.asked_at < $2 and (c.brand_id = $3 or $3 is null)
                and (a.queue_id = $4 or $4 is null) and (a.channel = $5 or $5 is null) ",
            $which,
            ") w where place = (n + 1) / 2 or place = (n * 9 + 9) / 10 order by channel, place"
        )
    };
}

statements! {
    VOLUME = activity!("a.channel, cast(sum(a.received) as bigint) as received,
        cast(sum(a.sent) as bigint) as sent,
        count(distinct case when a.received + a.sent > 0 then coalesce(c.merged_into_id, c.id) end)
            as conversations,
        count(distinct case when a.received + a.sent > 0 then c.contact_id end) as contacts",
        "group by a.channel order by a.channel");
    VOLUME_OF_ALL = activity!("'' as channel,
        coalesce(cast(sum(a.received) as bigint), 0) as received,
        coalesce(cast(sum(a.sent) as bigint), 0) as sent,
        count(distinct case when a.received + a.sent > 0 then coalesce(c.merged_into_id, c.id) end)
            as conversations,
        count(distinct case when a.received + a.sent > 0 then c.contact_id end) as contacts", "");
    QUARTERS = activity!("a.channel, a.quarter, cast(sum(a.received) as bigint) as received,
        cast(sum(a.sent) as bigint) as sent",
        "group by a.channel, a.quarter order by a.quarter, a.channel");
    RANKS = ranks!("");
    RANKS_OF_FIRST = ranks!("and a.is_first");
    ANSWERED = activity!("count(distinct coalesce(c.merged_into_id, c.id)) as n",
        "and a.sent > 0 and a.agent_id <> $6");
    REPEATED = narrowed!("count(distinct coalesce(c.merged_into_id, c.id)) as n",
        "report_repeated", "at", "");
    REPEATED_BY_KEY = narrowed!("a.fact_key, a.by_what, count(*) as n",
        "report_repeated", "at", "group by a.fact_key, a.by_what order by n desc, a.fact_key");
    // Of each conversation all steps, if one of them lies in the period: its first may lie before.
    STEPS = "select coalesce(c.merged_into_id, c.id) as conversation_id, s.channel, s.at
        from report_step s join conversation c on c.id = s.conversation_id
        where coalesce(c.merged_into_id, c.id) in (select coalesce(p.merged_into_id, p.id)
            from report_step a join conversation p on p.id = a.conversation_id
            where a.at >= $1 and a.at < $2 and (p.brand_id = $3 or $3 is null)
            and (a.queue_id = $4 or $4 is null))
        order by s.seq";
    SPENT = activity!("a.inbox_id, a.agent_id, a.channel, a.queue_id, c.brand_id,
        coalesce(c.merged_into_id, c.id) as conversation_id, c.contact_id,
        cast(sum(a.received) as bigint) as received, cast(sum(a.sent) as bigint) as sent,
        cast(sum(a.work_ms) as bigint) as work_ms",
        "group by a.inbox_id, a.agent_id, a.channel, a.queue_id, c.brand_id,
            coalesce(c.merged_into_id, c.id), c.contact_id");
    WITH_MESSAGES = activity!("coalesce(c.merged_into_id, c.id) as conversation_id,
        cast(sum(a.received) as bigint) as received, cast(sum(a.sent) as bigint) as sent,
        max(a.quarter) as newest",
        "and a.received + a.sent > 0 group by coalesce(c.merged_into_id, c.id)
        order by newest desc, conversation_id desc");
    WITH_REPLIES = narrowed!("coalesce(c.merged_into_id, c.id) as conversation_id,
        max(a.wait_ms) as wait_ms", "report_reply", "asked_at",
        "and (a.is_first or $6) group by coalesce(c.merged_into_id, c.id)
        order by wait_ms desc, conversation_id desc");
    WITH_REPEATED = narrowed!("coalesce(c.merged_into_id, c.id) as conversation_id, a.fact_key",
        "report_repeated", "at", "and (a.fact_key = $6 or $6 is null) order by a.seq desc");
}

/// What a report is narrowed to.
#[derive(Debug, Clone, Copy)]
pub struct Narrow {
    pub from: Timestamp,
    /// Not included.
    pub to: Timestamp,
    pub brand_id: Option<BrandId>,
    pub queue_id: Option<QueueId>,
    /// By which the contact wrote, or was written to.
    pub channel: Option<Channel>,
}

impl Narrow {
    /// The period in quarters: whatever is partly in it is.
    fn quarters(&self) -> (i64, i64) {
        let last = Timestamp::from_micros(self.to.micros().saturating_sub(1));
        (quarter_of(self.from), quarter_of(last) + 1)
    }

    const fn micros(&self) -> (i64, i64) {
        (self.from.micros(), self.to.micros())
    }
}

/// Runs a statement with what it is narrowed to, and further arguments.
macro_rules! fetch {
    ($session:expr, $row:ty, $sql:expr, $period:expr, $narrow:expr $(, $arg:expr)*) => {{
        let (from, to): (i64, i64) = $period;
        fetch_all!(
            $session, $row, $sql, from, to,
            $narrow.brand_id.map(BrandId::uuid),
            $narrow.queue_id.map(QueueId::uuid),
            $narrow.channel.map(Channel::name)
            $(, $arg)*
        )
    }};
}

/// Messages and who wrote them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Volume {
    pub received: i64,
    pub sent: i64,
    /// With a message in the period.
    pub conversations: i64,
    pub contacts: i64,
}

#[derive(sqlx::FromRow)]
struct VolumeRow {
    channel: String,
    received: i64,
    sent: i64,
    conversations: i64,
    contacts: i64,
}

impl From<VolumeRow> for Volume {
    fn from(row: VolumeRow) -> Self {
        let VolumeRow { received, sent, conversations, contacts, .. } = row;
        Self { received, sent, conversations, contacts }
    }
}

/// By channel, and of all together: a conversation on two channels is one.
pub async fn volume(
    session: &mut Session<'_>,
    narrow: &Narrow,
) -> Result<(BTreeMap<Channel, Volume>, Volume)> {
    let mut by_channel = BTreeMap::new();
    for row in fetch!(session, VolumeRow, VOLUME, narrow.quarters(), narrow)? {
        by_channel.insert(conversation::channel(&row.channel)?, Volume::from(row));
    }
    let all = fetch!(session, VolumeRow, VOLUME_OF_ALL, narrow.quarters(), narrow)?;
    Ok((by_channel, all.into_iter().next().map(Volume::from).unwrap_or_default()))
}

/// Messages by channel in a quarter of an hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quarter {
    pub quarter: i64,
    pub channel: Channel,
    pub received: i64,
    pub sent: i64,
}

#[derive(sqlx::FromRow)]
struct QuarterRow {
    quarter: i64,
    channel: String,
    received: i64,
    sent: i64,
}

/// The oldest first; those in which nothing was said are left out.
pub async fn quarters(session: &mut Session<'_>, narrow: &Narrow) -> Result<Vec<Quarter>> {
    let rows = fetch!(session, QuarterRow, QUARTERS, narrow.quarters(), narrow)?;
    rows.into_iter()
        .map(|QuarterRow { quarter, channel, received, sent }| {
            Ok(Quarter { quarter, channel: conversation::channel(&channel)?, received, sent })
        })
        .collect()
}

/// How long contacts waited for answers: nearest ranks, so that each is a wait that there was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waits {
    pub answered: i64,
    pub median_ms: i64,
    /// Nine of ten waited no longer.
    pub ninth_tenth_ms: i64,
}

#[derive(sqlx::FromRow)]
struct RankRow {
    channel: String,
    wait_ms: i64,
    n: i64,
}

/// By the channel by which the contact had written; of the first answers on conversations, or of all.
pub async fn waits(
    session: &mut Session<'_>,
    narrow: &Narrow,
    first: bool,
) -> Result<BTreeMap<Channel, Waits>> {
    let sql = if first { RANKS_OF_FIRST } else { RANKS };
    let mut waits: BTreeMap<Channel, Waits> = BTreeMap::new();
    for row in fetch!(session, RankRow, sql, narrow.micros(), narrow)? {
        let RankRow { channel, wait_ms, n } = row;
        let ranks = Waits { answered: n, median_ms: wait_ms, ninth_tenth_ms: wait_ms };
        // The median comes first; of few waits it is the ninth tenth, too.
        let known = waits.entry(conversation::channel(&channel)?).or_insert(ranks);
        known.ninth_tenth_ms = wait_ms;
    }
    Ok(waits)
}

/// How often contacts were asked for what was known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepeatedQuestions {
    /// Conversations on which an agent wrote.
    pub answered: i64,
    /// Of these, those on which the contact was asked for something that was known.
    pub repeated: i64,
    /// What was asked for, and how often.
    pub by_key: Vec<(String, RepeatedBy, i64)>,
}

#[derive(sqlx::FromRow)]
struct CountRow {
    n: i64,
}

#[derive(sqlx::FromRow)]
struct KeyRow {
    fact_key: String,
    by_what: String,
    n: i64,
}

pub async fn repeated_questions(
    session: &mut Session<'_>,
    narrow: &Narrow,
) -> Result<RepeatedQuestions> {
    let one = |rows: Vec<CountRow>| rows.first().map_or(0, |row| row.n);
    let answered = fetch!(session, CountRow, ANSWERED, narrow.quarters(), narrow, Uuid::nil())?;
    let repeated = fetch!(session, CountRow, REPEATED, narrow.micros(), narrow)?;
    let by_key = fetch!(session, KeyRow, REPEATED_BY_KEY, narrow.micros(), narrow)?;
    let by_key = by_key
        .into_iter()
        .map(|KeyRow { fact_key, by_what, n }| {
            let by = RepeatedBy::from_name(&by_what)
                .ok_or_else(|| StoreError::corrupt("report_repeated.by_what", &by_what))?;
            Ok((fact_key, by, n))
        })
        .collect::<Result<_>>()?;
    Ok(RepeatedQuestions { answered: one(answered), repeated: one(repeated), by_key })
}

#[derive(sqlx::FromRow)]
struct StepRow {
    conversation_id: Uuid,
    channel: String,
    at: i64,
}

/// The channels by which contacts came to conversations that began in the period, one after the other;
/// the narrowing's channel is the one by which they began.
pub async fn paths(
    session: &mut Session<'_>,
    narrow: &Narrow,
) -> Result<BTreeMap<Vec<Channel>, Vec<ConversationId>>> {
    let rows = fetch_all!(
        session,
        StepRow,
        STEPS,
        narrow.from.micros(),
        narrow.to.micros(),
        narrow.brand_id.map(BrandId::uuid),
        narrow.queue_id.map(QueueId::uuid),
    )?;
    let mut all: BTreeMap<Uuid, (i64, Vec<Channel>)> = BTreeMap::new();
    for row in rows {
        let channel = conversation::channel(&row.channel)?;
        let (_, path) = all.entry(row.conversation_id).or_insert((row.at, Vec::new()));
        // Two that were merged may have gone on by the same one.
        if path.last() != Some(&channel) {
            path.push(channel);
        }
    }
    let mut paths: BTreeMap<Vec<Channel>, Vec<ConversationId>> = BTreeMap::new();
    for (id, (began, path)) in all {
        let is_in_period = (narrow.from.micros()..narrow.to.micros()).contains(&began);
        if is_in_period && narrow.channel.is_none_or(|channel| path.first() == Some(&channel)) {
            paths.entry(path).or_default().push(ConversationId::from_uuid(id));
        }
    }
    Ok(paths)
}

/// What was spent on a conversation in one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spent {
    pub conversation_id: ConversationId,
    pub contact_id: ContactId,
    pub brand_id: BrandId,
    pub queue_id: Option<QueueId>,
    pub inbox_id: InboxId,
    pub channel: Channel,
    pub agent_id: Option<AgentId>,
    pub received: i64,
    pub sent: i64,
    pub work_ms: i64,
}

#[derive(sqlx::FromRow)]
struct SpentRow {
    conversation_id: Uuid,
    contact_id: Uuid,
    brand_id: Uuid,
    queue_id: Uuid,
    inbox_id: Uuid,
    channel: String,
    agent_id: Uuid,
    received: i64,
    sent: i64,
    work_ms: i64,
}

pub async fn spent(session: &mut Session<'_>, narrow: &Narrow) -> Result<Vec<Spent>> {
    let rows = fetch!(session, SpentRow, SPENT, narrow.quarters(), narrow)?;
    let given = |id: Uuid| Some(id).filter(|id| !id.is_nil());
    rows.into_iter()
        .map(|row| {
            Ok(Spent {
                conversation_id: ConversationId::from_uuid(row.conversation_id),
                contact_id: ContactId::from_uuid(row.contact_id),
                brand_id: BrandId::from_uuid(row.brand_id),
                queue_id: given(row.queue_id).map(QueueId::from_uuid),
                inbox_id: InboxId::from_uuid(row.inbox_id),
                channel: conversation::channel(&row.channel)?,
                agent_id: given(row.agent_id).map(AgentId::from_uuid),
                received: row.received,
                sent: row.sent,
                work_ms: row.work_ms,
            })
        })
        .collect()
}

#[derive(sqlx::FromRow)]
struct MessagesRow {
    conversation_id: Uuid,
    received: i64,
    sent: i64,
}

/// The conversations behind [`volume`], the newest first, with messages received and sent.
pub async fn with_messages(
    session: &mut Session<'_>,
    narrow: &Narrow,
) -> Result<Vec<(ConversationId, i64, i64)>> {
    let rows = fetch!(session, MessagesRow, WITH_MESSAGES, narrow.quarters(), narrow)?;
    let read =
        |row: MessagesRow| (ConversationId::from_uuid(row.conversation_id), row.received, row.sent);
    Ok(rows.into_iter().map(read).collect())
}

#[derive(sqlx::FromRow)]
struct WaitRow {
    conversation_id: Uuid,
    wait_ms: i64,
}

/// The conversations behind [`waits`], the longest wait first.
pub async fn with_replies(
    session: &mut Session<'_>,
    narrow: &Narrow,
    first: bool,
) -> Result<Vec<(ConversationId, i64)>> {
    let rows = fetch!(session, WaitRow, WITH_REPLIES, narrow.micros(), narrow, !first)?;
    let read = |row: WaitRow| (ConversationId::from_uuid(row.conversation_id), row.wait_ms);
    Ok(rows.into_iter().map(read).collect())
}

#[derive(sqlx::FromRow)]
struct AskedRow {
    conversation_id: Uuid,
    fact_key: String,
}

/// The conversations behind [`repeated_questions`], the newest first, with what was asked for.
pub async fn with_repeated(
    session: &mut Session<'_>,
    narrow: &Narrow,
    key: Option<&str>,
) -> Result<Vec<(ConversationId, Vec<String>)>> {
    let rows = fetch!(session, AskedRow, WITH_REPEATED, narrow.micros(), narrow, key)?;
    let mut found: Vec<(ConversationId, Vec<String>)> = Vec::new();
    let mut places: BTreeMap<Uuid, usize> = BTreeMap::new();
    for AskedRow { conversation_id, fact_key } in rows {
        let place = *places.entry(conversation_id).or_insert_with(|| {
            found.push((ConversationId::from_uuid(conversation_id), Vec::new()));
            found.len() - 1
        });
        if !found[place].1.contains(&fact_key) {
            found[place].1.push(fact_key);
        }
    }
    Ok(found)
}
