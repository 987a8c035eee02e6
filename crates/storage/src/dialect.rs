//! What differs between the engines: nothing else in this crate knows which one it talks to.

use std::borrow::Cow;

use rapport_core::search::Clause;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{AssertSqlSafe, SqlSafeStr, SqliteConnection};

use crate::db::{Db, Engine, Location, Session};
use crate::error::Result;

/// The migrations in their order: number, name, text.
const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "foundation", include_str!("../../../migrations/0001_foundation.sql")),
    (2, "interaction language", include_str!("../../../migrations/0002_interaction_language.sql")),
    (3, "serving", include_str!("../../../migrations/0003_serving.sql")),
    (4, "idempotency claims", include_str!("../../../migrations/0004_idempotency_claims.sql")),
    (5, "attachments", include_str!("../../../migrations/0005_attachments.sql")),
    (6, "lighter messages", include_str!("../../../migrations/0006_lighter_messages.sql")),
    (7, "tags and snooze", include_str!("../../../migrations/0007_tags_and_snooze.sql")),
    (8, "merged contacts", include_str!("../../../migrations/0008_merged_contacts.sql")),
    (9, "proactive", include_str!("../../../migrations/0009_proactive.sql")),
    (10, "ratings", include_str!("../../../migrations/0010_ratings.sql")),
    (11, "blocked contacts", include_str!("../../../migrations/0011_blocked_contacts.sql")),
    (12, "merged conversations", include_str!("../../../migrations/0012_merged_conversations.sql")),
    (13, "service", include_str!("../../../migrations/0013_service.sql")),
    (14, "webhooks", include_str!("../../../migrations/0014_webhooks.sql")),
    (15, "drafts", include_str!("../../../migrations/0015_drafts.sql")),
    (16, "access links", include_str!("../../../migrations/0016_access_links.sql")),
    (17, "mentions", include_str!("../../../migrations/0017_mentions.sql")),
    (18, "saved views", include_str!("../../../migrations/0018_saved_views.sql")),
    (19, "contact details", include_str!("../../../migrations/0019_contact_details.sql")),
    (20, "contact imports", include_str!("../../../migrations/0020_contact_imports.sql")),
    (21, "page visits", include_str!("../../../migrations/0021_page_visits.sql")),
    (22, "access link maker", include_str!("../../../migrations/0022_access_link_maker.sql")),
    (23, "mail", include_str!("../../../migrations/0023_mail.sql")),
    (24, "contact_merges", include_str!("../../../migrations/0024_contact_merges.sql")),
    (25, "reach", include_str!("../../../migrations/0025_reach.sql")),
    (26, "follow_up", include_str!("../../../migrations/0026_follow_up.sql")),
    (27, "return_link", include_str!("../../../migrations/0027_return_link.sql")),
    (28, "refused_mails", include_str!("../../../migrations/0028_refused_mails.sql")),
    (29, "reports", include_str!("../../../migrations/0029_reports.sql")),
    (30, "consent", include_str!("../../../migrations/0030_consent.sql")),
    (31, "joining", include_str!("../../../migrations/0031_joining.sql")),
    (32, "segments", include_str!("../../../migrations/0032_segments.sql")),
];

/// Keeps the lines of one engine: `-- sqlite:` and `-- postgres:` mark those of one only.
fn for_engine(text: &str, engine: Dialect) -> String {
    let engine = match engine {
        Dialect::Sqlite => "sqlite",
        Dialect::Postgres => "postgres",
    };
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let line = ["sqlite", "postgres"]
            .iter()
            .find_map(|name| {
                let rest = line.strip_prefix("-- ")?.strip_prefix(name)?.strip_prefix(':')?;
                Some(if *name == engine { rest } else { "" })
            })
            .unwrap_or(line);
        out.push_str(line);
        out.push('\n');
    }
    out
}

/// Brings the schema up to date; each migration runs once, in a transaction.
pub(crate) async fn migrate(db: &Db) -> Result<()> {
    let migrations = MIGRATIONS
        .iter()
        .map(|(number, name, text)| {
            Migration::new(
                *number,
                Cow::Borrowed(name),
                MigrationType::Simple,
                AssertSqlSafe(for_engine(text, db.dialect())).into_sql_str(),
                false,
            )
        })
        .collect();
    let migrator = Migrator::with_migrations(migrations);
    match &db.engine {
        Engine::Lite { write, .. } => {
            // sqlx takes a lock on PostgreSQL only; two processes may start at once here, too.
            let mut tx = write.begin_with("begin immediate").await?;
            let connection: &mut SqliteConnection = &mut tx;
            // `run` with a connection makes futures that cannot change threads.
            migrator.run_direct(None, connection, false).await?;
            tx.commit().await?;
        }
        Engine::Pg { write, .. } => migrator.run(write).await?,
    }
    Ok(())
}

pub(crate) mod sql {
    //! Search in both tongues. `$1` the query, `$2` before this seq, `$3` at most so many.
    pub(crate) const SEARCH_SQLITE: &str = "select rowid as seq from entry_search
         where entry_search match $1 and rowid < $2 order by rowid desc limit $3";
    pub(crate) const SEARCH_POSTGRES: &str = "select seq from entry_search
         where terms @@ cast($1 as tsquery) and seq < $2 order by seq desc limit $3";
    /// The columns of `entry_search`.
    pub(crate) const INDEXED_SQLITE: [(&str, &str); 3] =
        [("rowid", "bigint"), ("terms", "text"), ("scope", "text")];
    pub(crate) const INDEXED_POSTGRES: [(&str, &str); 2] =
        [("seq", "bigint"), ("terms", "tsvector")];
    /// Texts that no search can find.
    pub(crate) const UNINDEXED_SQLITE: &str = "select cast(n.seq as text) as what from entry n
         where n.kind in ('message', 'note')
         and not exists (select 1 from entry_search_docsize d where d.id = n.seq) limit 20";
    pub(crate) const UNINDEXED_POSTGRES: &str = "select cast(n.seq as text) as what from entry n
         where n.kind in ('message', 'note')
         and not exists (select 1 from entry_search s where s.seq = n.seq) limit 20";
    /// Held until the session ends. SQLite has no such thing; there a file is locked.
    pub(crate) const GUARD_POSTGRES: &str = "select pg_try_advisory_lock($1)";
    /// A process that is stopped in the middle of a change must not hold the log's lock for ever:
    /// PostgreSQL gives its change up, and another process can take the store over.
    pub(crate) const WRITER_POSTGRES: &str = "set idle_in_transaction_session_timeout = '10s'";
}

/// Which engine a text is written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    Sqlite,
    Postgres,
}

impl Dialect {
    /// Terms as the search index stores them, in their order.
    pub(crate) fn search_terms(self, terms: &[String]) -> String {
        /// The greatest position a tsvector can hold.
        const POSITION_MAX: usize = 16_383;
        match self {
            // The tokenizer takes it apart at the blanks.
            Self::Sqlite => terms.join(" "),
            // A tsvector's own text form; terms hold no character that needs escaping.
            Self::Postgres => {
                let mut text = String::new();
                for (place, term) in terms.iter().enumerate() {
                    text.push_str(&format!("'{term}':{} ", (place + 1).min(POSITION_MAX)));
                }
                text
            }
        }
    }

    /// Tokens that narrow a search, as the index stores them beside the terms.
    pub(crate) fn search_scope(self, tokens: &[String]) -> String {
        match self {
            Self::Sqlite => tokens.join(" "),
            Self::Postgres => tokens.iter().map(|token| format!("'~{token}' ")).collect(),
        }
    }
}

/// What the search index stores of one text.
#[derive(Debug, Clone)]
pub(crate) struct SearchDocument<'t> {
    pub seq: i64,
    /// Of [`Dialect::search_terms`].
    pub terms: &'t str,
    /// Of [`Dialect::search_scope`].
    pub scope: String,
}

/// The query text for the session's engine, with its statement.
pub(crate) fn search_query(
    session: &Session<'_>,
    clauses: &[Clause],
    scope: &[Vec<String>],
) -> (&'static str, String) {
    match session {
        Session::Lite(_) => {
            let mut parts: Vec<String> = clauses
                .iter()
                .map(|clause| match clause {
                    Clause::Phrase(terms) => format!("terms : \"{}\"", terms.join(" ")),
                    Clause::Prefix(term) => format!("terms : \"{term}\" *"),
                })
                .collect();
            parts.extend(scope.iter().map(|tokens| {
                let any: Vec<_> = tokens.iter().map(|it| format!("scope : \"{it}\"")).collect();
                format!("({})", any.join(" OR "))
            }));
            (sql::SEARCH_SQLITE, parts.join(" AND "))
        }
        Session::Pg(_) => {
            let mut parts: Vec<String> = clauses
                .iter()
                .map(|clause| match clause {
                    Clause::Phrase(terms) => {
                        let quoted: Vec<_> = terms.iter().map(|t| format!("'{t}'")).collect();
                        format!("({})", quoted.join(" <-> "))
                    }
                    Clause::Prefix(term) => format!("'{term}':*"),
                })
                .collect();
            parts.extend(scope.iter().map(|tokens| {
                let any: Vec<_> = tokens.iter().map(|it| format!("'~{it}'")).collect();
                format!("({})", any.join(" | "))
            }));
            (sql::SEARCH_POSTGRES, parts.join(" & "))
        }
    }
}

impl Location {
    /// For people: never with a password.
    pub fn describe(&self) -> String {
        match self {
            Self::Sqlite(path) => format!("SQLite, {}", path.display()),
            Self::Postgres(url) => match url.rsplit_once('@') {
                Some((_, host)) => format!("PostgreSQL, {host}"),
                None => "PostgreSQL".to_owned(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_one_engine_counts_for_it_alone() {
        let text = "a\n-- sqlite: b\n-- postgres: c\n-- a remark\n";
        assert_eq!(for_engine(text, Dialect::Sqlite), "a\n b\n\n-- a remark\n");
        assert_eq!(for_engine(text, Dialect::Postgres), "a\n\n c\n-- a remark\n");
    }
}
