//! How a contact has begun conversations and written, for what is learned of it
//! ([`rapport_core::preference`]), from what the log was counted to ([`crate::report`]).

use rapport_core::Timestamp;
use rapport_core::channel::Channel;
use rapport_core::conversation::Rating;
use rapport_core::id::{ContactId, TypedId};
use rapport_core::preference::{Begun, REGARDED_MAX};
use rapport_core::report::quarter_of;

use crate::conversation;
use crate::db::{Session, fetch_all};
use crate::error::{Result, StoreError};
use crate::statement::statements;

statements! {
    // The first step of each whole conversation; how it was stands on the one that stays.
    BEGUN = "select s.channel, s.at, k.rating from report_step s
        join conversation c on c.id = s.conversation_id
        join conversation k on k.id = coalesce(c.merged_into_id, c.id)
        where s.seq in (select min(p.seq) from report_step p
            join conversation w on w.id = p.conversation_id
            where w.contact_id = $1 group by coalesce(w.merged_into_id, w.id))
        order by s.seq desc limit $2";
    WROTE = "select a.channel, a.quarter, cast(sum(a.received) as bigint) as received
        from report_activity a join conversation c on c.id = a.conversation_id
        where c.contact_id = $1 and a.quarter >= $2 and a.received > 0
        group by a.channel, a.quarter order by a.quarter, a.channel";
}

#[derive(sqlx::FromRow)]
struct BegunRow {
    channel: String,
    at: i64,
    rating: Option<String>,
}

/// The newest conversations that a contact began, the newest first: as many as are looked at.
pub async fn begun(session: &mut Session<'_>, id: ContactId) -> Result<Vec<Begun>> {
    let limit = i64::try_from(REGARDED_MAX).unwrap_or(i64::MAX);
    let rows = fetch_all!(session, BegunRow, BEGUN, id.uuid(), limit)?;
    let begun = |row: BegunRow| {
        let rating: Option<Rating> = row
            .rating
            .map(|text| serde_json::from_str(&text))
            .transpose()
            .map_err(|error| StoreError::corrupt("conversation.rating", error))?;
        Ok(Begun {
            channel: conversation::channel(&row.channel)?,
            at: Timestamp::from_micros(row.at),
            score: rating.map(|rating| rating.score),
        })
    };
    rows.into_iter().map(begun).collect()
}

/// Messages of a contact in a quarter of an hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wrote {
    pub channel: Channel,
    pub quarter: i64,
    pub messages: i64,
}

#[derive(sqlx::FromRow)]
struct WroteRow {
    channel: String,
    quarter: i64,
    received: i64,
}

/// When, by what and how much a contact has written since then.
pub async fn wrote(
    session: &mut Session<'_>,
    id: ContactId,
    since: Timestamp,
) -> Result<Vec<Wrote>> {
    let rows = fetch_all!(session, WroteRow, WROTE, id.uuid(), quarter_of(since))?;
    let wrote = |WroteRow { channel, quarter, received }: WroteRow| {
        Ok(Wrote { channel: conversation::channel(&channel)?, quarter, messages: received })
    };
    rows.into_iter().map(wrote).collect()
}
