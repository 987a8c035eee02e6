//! Full-text search over messages and notes, kept in the transaction that writes them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rapport_core::conversation::Conversation;
use rapport_core::entry::{Entry, EntryBody};
use rapport_core::id::{ContactId, ConversationId, TypedId};
use rapport_core::search::{parse, terms};

use crate::contact;
use crate::contact_merge;
use crate::conversation;
use crate::db::{Session, fetch_all};
use crate::dialect::{self, Dialect, SearchDocument, sql};
use crate::entry;
use crate::error::Result;
use crate::multi_row::{MultiRow, execute_rows};

static INSERT_SQLITE: LazyLock<MultiRow> =
    LazyLock::new(|| MultiRow::insert("entry_search", &sql::INDEXED_SQLITE, ""));
static INSERT_POSTGRES: LazyLock<MultiRow> =
    LazyLock::new(|| MultiRow::insert("entry_search", &sql::INDEXED_POSTGRES, ""));

/// Tokens by which a search is narrowed without a join.
pub(crate) fn scope_of(
    dialect: Dialect,
    conversation_id: ConversationId,
    contact_id: ContactId,
) -> String {
    dialect.search_scope(&[conversation_token(conversation_id), contact_token(contact_id)])
}

/// The terms of a text as the session's engine stores them; none where a search finds nothing.
pub(crate) fn terms_of(dialect: Dialect, body: &EntryBody) -> Option<String> {
    Some(dialect.search_terms(&terms(&body.search_text()?)))
}

pub(crate) async fn index(
    session: &mut Session<'_>,
    documents: &[SearchDocument<'_>],
) -> Result<()> {
    match session {
        Session::Lite(_) => {
            execute_rows!(session, INSERT_SQLITE, documents, it => [it.seq, it.terms, it.scope.as_str()])?;
        }
        Session::Pg(_) => {
            let vector = |it: &SearchDocument<'_>| format!("{}{}", it.terms, it.scope);
            execute_rows!(session, INSERT_POSTGRES, documents, it => [it.seq, vector(it)])?;
        }
    }
    Ok(())
}

/// Where a search looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Scope {
    pub conversation_id: Option<ConversationId>,
    pub contact_id: Option<ContactId>,
}

#[derive(sqlx::FromRow)]
struct Seq {
    seq: i64,
}

/// One found text and the conversation it stands on.
#[derive(Debug, Clone)]
pub struct Hit {
    pub entry: Entry,
    pub conversation: Conversation,
}

/// What an entry in the scope bears: of each group one.
async fn tokens_of(session: &mut Session<'_>, scope: Scope) -> Result<Vec<Vec<String>>> {
    let mut groups = Vec::new();
    if let Some(id) = scope.conversation_id {
        groups.push(vec![conversation_token(id)]);
    }
    if let Some(id) = scope.contact_id {
        // What was said before contacts were merged, or parted, bears the token of who it was then.
        let ids = contact_merge::related(session, id).await?;
        groups.push(ids.into_iter().map(contact_token).collect());
    }
    Ok(groups)
}

fn conversation_token(id: ConversationId) -> String {
    format!("v{}", id.uuid().as_simple())
}

fn contact_token(id: ContactId) -> String {
    format!("c{}", id.uuid().as_simple())
}

/// Texts that hold every word of the query, newest first, with seq below `before`. A query
/// without a letter or digit finds nothing.
pub async fn search(
    session: &mut Session<'_>,
    query: &str,
    scope: Scope,
    before: i64,
    limit: i64,
) -> Result<Vec<Hit>> {
    let clauses = parse(query);
    if clauses.is_empty() {
        return Ok(Vec::new());
    }
    let mut scope = scope;
    if let Some(id) = scope.contact_id {
        scope.contact_id = Some(contact::survivor_id(session, id).await?);
    }
    let tokens = tokens_of(session, scope).await?;
    let (sql, text) = dialect::search_query(session, &clauses, &tokens);
    let (mut hits, mut before, wanted) = (Vec::new(), before, usize::try_from(limit).unwrap_or(0));
    loop {
        let seqs: Vec<i64> = fetch_all!(session, Seq, sql, text.as_str(), before, limit)?
            .into_iter()
            .map(|row| row.seq)
            .collect();
        hits.extend(read_hits(session, &seqs, scope).await?);
        match seqs.last() {
            Some(last) if seqs.len() == wanted && hits.len() < wanted => before = *last,
            _ => break,
        }
    }
    hits.truncate(wanted);
    Ok(hits)
}

/// The texts with their conversations; not those that are another contact's by now.
async fn read_hits(session: &mut Session<'_>, seqs: &[i64], scope: Scope) -> Result<Vec<Hit>> {
    let entries = entry::by_seq(session, seqs).await?;
    let mut ids: Vec<_> = entries.iter().map(|entry| entry.conversation_id.uuid()).collect();
    ids.sort_unstable();
    ids.dedup();
    let conversations: BTreeMap<_, _> = conversation::get_many(session, &ids)
        .await?
        .into_iter()
        .map(|conversation| (conversation.id, conversation))
        .collect();
    Ok(entries
        .into_iter()
        .filter_map(|entry| {
            let conversation = conversations.get(&entry.conversation_id)?.clone();
            let is_theirs = scope.contact_id.is_none_or(|id| conversation.contact.id == id);
            is_theirs.then_some(Hit { entry, conversation })
        })
        .collect())
}

/// The statements for the session's engine; the other's are not its SQL.
pub(crate) fn statements(session: &Session<'_>) -> Vec<&'static str> {
    let (insert, search) = match session {
        Session::Lite(_) => (&INSERT_SQLITE, sql::SEARCH_SQLITE),
        Session::Pg(_) => (&INSERT_POSTGRES, sql::SEARCH_POSTGRES),
    };
    let mut all = insert.texts(session);
    all.extend([search, unindexed(session)]);
    all
}

/// The statement that finds texts which are not in the index.
pub(crate) fn unindexed(session: &Session<'_>) -> &'static str {
    match session {
        Session::Lite(_) => sql::UNINDEXED_SQLITE,
        Session::Pg(_) => sql::UNINDEXED_POSTGRES,
    }
}
