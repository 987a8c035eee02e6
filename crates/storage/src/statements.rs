//! The list of every SQL text, for the test that prepares each one on both engines.

use sqlx::{Executor, SqlSafeStr};

use crate::db::Session;
use crate::multi_row::MultiRow;
use crate::statement::Statement;
use crate::{
    access, attachment, block, check, company, contact, contact_apart, contact_details,
    contact_identity, contact_import, contact_list, contact_merge, contact_note, contact_parts,
    conversation, credential, delivery, draft, entry, fact, follow_up, guard, idempotency,
    interaction, joining, log, mail, mail_thread, mention, merge, message, outbox, page_visit,
    preference, presence, proactive, rating, reach, record, report, report_figures, return_link,
    saved_view, search, segment, service, serving, setting, snooze, tagging,
};

fn single() -> impl Iterator<Item = &'static Statement> {
    [
        access::STATEMENTS,
        attachment::STATEMENTS,
        block::STATEMENTS,
        check::STATEMENTS,
        company::STATEMENTS,
        contact::STATEMENTS,
        contact_apart::STATEMENTS,
        contact_details::STATEMENTS,
        contact_identity::STATEMENTS,
        contact_import::STATEMENTS,
        contact_import::rows::STATEMENTS,
        contact_list::STATEMENTS,
        contact_merge::STATEMENTS,
        contact_note::STATEMENTS,
        contact_parts::STATEMENTS,
        conversation::STATEMENTS,
        credential::STATEMENTS,
        delivery::STATEMENTS,
        draft::STATEMENTS,
        entry::STATEMENTS,
        fact::STATEMENTS,
        follow_up::STATEMENTS,
        idempotency::STATEMENTS,
        interaction::STATEMENTS,
        joining::STATEMENTS,
        log::STATEMENTS,
        mail::STATEMENTS,
        mail_thread::STATEMENTS,
        mention::STATEMENTS,
        merge::STATEMENTS,
        message::STATEMENTS,
        outbox::STATEMENTS,
        page_visit::STATEMENTS,
        preference::STATEMENTS,
        presence::STATEMENTS,
        proactive::STATEMENTS,
        rating::STATEMENTS,
        reach::STATEMENTS,
        record::STATEMENTS,
        report::STATEMENTS,
        report_figures::STATEMENTS,
        return_link::STATEMENTS,
        saved_view::STATEMENTS,
        segment::STATEMENTS,
        service::STATEMENTS,
        serving::STATEMENTS,
        setting::STATEMENTS,
        snooze::STATEMENTS,
        tagging::STATEMENTS,
    ]
    .into_iter()
    .flatten()
}

/// How many modules declare statements; a test compares it with the source.
pub const MODULES: usize = 49;

fn multi_row() -> Vec<&'static MultiRow> {
    vec![
        &contact::INSERT,
        &contact::GET_MANY,
        &contact_identity::INSERT,
        &contact_identity::SET_WRITES,
        &contact_identity::MAIL_WRITERS,
        &contact::IDENTITIES,
        &contact_details::TAGS,
        &contact_import::rows::INSERT,
        &contact_parts::MOVE_CONVERSATIONS,
        &contact_details::VALUES,
        &conversation::GET_MANY,
        &conversation::INSERT,
        &conversation::HAPPEN,
        &conversation::SET_WORK,
        &delivery::INSERT,
        &entry::INSERT,
        &entry::GET_BY_SEQ,
        &interaction::INSERT,
        &log::INSERT,
        &mail::INSERT,
        &mail::WAITING,
        &mail::BY_FINGERPRINT,
        &mail::SETTLE,
        &mail_thread::PUT,
        &mail_thread::FIND,
        &mail_thread::FIND_OURS,
        &mail_thread::TAKE_PART,
        &message::INSERT_INBOUND,
        &message::UPDATE,
        &outbox::INSERT,
        &report::MEMORIES,
        &report::ACTS,
        &report::IDENTITIES,
        &report::KEEP_MEMORY,
        &report::KEEP_ACT,
        &report::ADD_ACTIVITY,
        &report::ADD_STEPS,
        &report::ADD_REPLIES,
        &report::ADD_REPEATED,
        &segment::LIVING,
        &segment::OF_CONTACTS,
        &segment::ADD,
        &segment::REMOVE,
    ]
}

/// Prepares every statement; answers the names or texts of those that the engine refuses, with
/// its words.
pub async fn prepare_all(session: &mut Session<'_>) -> Vec<(String, String)> {
    let mut texts: Vec<(&'static str, &'static str)> =
        single().map(|statement| (statement.name, statement.text)).collect();
    for rows in multi_row() {
        texts.extend(rows.texts(session).into_iter().map(|text| (text, text)));
    }
    texts.extend(search::statements(session).into_iter().map(|text| (text, text)));
    texts.extend(guard::statements(session).iter().map(|text| (*text, *text)));
    let mut refused = Vec::new();
    for (name, text) in texts {
        let prepared = match session {
            Session::Lite(c) => c.prepare(text.into_sql_str()).await.map(drop),
            Session::Pg(c) => c.prepare(text.into_sql_str()).await.map(drop),
        };
        if let Err(error) = prepared {
            refused.push((name.to_owned(), error.to_string()));
        }
    }
    refused
}
