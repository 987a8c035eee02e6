//! What came of the rules by which the chat speaks first.

use rapport_core::Timestamp;
use rapport_core::id::{ProactiveRuleId, TypedId};

use crate::db::{Session, execute, fetch_optional};
use crate::error::Result;
use crate::log::Tx;
use crate::statement::statements;

const DAY_MICROS: i64 = 24 * 60 * 60 * 1_000_000;

statements! {
    COUNT = "insert into proactive_count
            (rule_id, day, shown, held_out, dismissed, started_without)
        values ($1, $2, $3, $4, $5, $6)
        on conflict (rule_id, day) do update set
            shown = proactive_count.shown + excluded.shown,
            held_out = proactive_count.held_out + excluded.held_out,
            dismissed = proactive_count.dismissed + excluded.dismissed,
            started_without = proactive_count.started_without + excluded.started_without";
    RESULTS = "select
        (select cast(coalesce(sum(shown), 0) as bigint) from proactive_count
            where rule_id = $1) as shown,
        (select cast(coalesce(sum(held_out), 0) as bigint) from proactive_count
            where rule_id = $1) as held_out,
        (select cast(coalesce(sum(dismissed), 0) as bigint) from proactive_count
            where rule_id = $1) as dismissed,
        (select cast(coalesce(sum(started_without), 0) as bigint) from proactive_count
            where rule_id = $1) as started_without,
        (select count(*) from conversation where proactive_rule_id = $1) as accepted,
        (select count(*) from conversation
            where proactive_rule_id = $1 and status = 'resolved') as resolved";
}

/// What happened once more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Shown,
    /// The rule applied, and the visitor was not to see it.
    HeldOut,
    Dismissed,
    /// One from whom it was held out began a conversation all the same.
    StartedWithout,
}

pub async fn count(
    tx: &mut Tx,
    rule_id: ProactiveRuleId,
    outcome: Outcome,
    now: Timestamp,
) -> Result<()> {
    let one_if = |of: Outcome| i64::from(outcome == of);
    execute!(
        &mut tx.session(),
        COUNT,
        rule_id.uuid(),
        now.micros().div_euclid(DAY_MICROS),
        one_if(Outcome::Shown),
        one_if(Outcome::HeldOut),
        one_if(Outcome::Dismissed),
        one_if(Outcome::StartedWithout),
    )?;
    Ok(())
}

/// What came of a rule since it was made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Results {
    pub shown: i64,
    pub held_out: i64,
    pub dismissed: i64,
    pub started_without: i64,
    /// Conversations that began with an answer to it.
    pub accepted: i64,
    /// Those of them that are resolved.
    pub resolved: i64,
}

pub async fn results(session: &mut Session<'_>, rule_id: ProactiveRuleId) -> Result<Results> {
    Ok(fetch_optional!(session, Results, RESULTS, rule_id.uuid())?.unwrap_or_default())
}
