use std::time::Duration;

use rapport_core::conversation::Conversation;
use rapport_core::directory::Tag;
use rapport_storage::{Location, check, snooze, tagging};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqliteConnection};

use crate::world::{World, of_contact};

/// Runs SQL behind the store's back, with foreign keys off.
pub async fn damage(world: &World, sql: &str) -> u64 {
    let sql = AssertSqlSafe(sql.to_owned());
    match &world.location {
        Location::Sqlite(path) => {
            let url = format!("sqlite://{}", path.display());
            let mut connection = SqliteConnection::connect(&url).await.unwrap();
            connection.execute("pragma foreign_keys = off").await.unwrap();
            let done = connection.execute(sql).await.unwrap().rows_affected();
            connection.close().await.unwrap();
            done
        }
        Location::Postgres(url) => {
            let mut connection = PgConnection::connect(url).await.unwrap();
            connection.execute("set session_replication_role = replica").await.unwrap();
            let done = connection.execute(sql).await.unwrap().rows_affected();
            connection.close().await.unwrap();
            done
        }
    }
}

async fn rules(world: &World) -> Vec<&'static str> {
    let findings = read!(world, session => check::check(session));
    findings.into_iter().map(|finding| finding.rule).collect()
}

/// Two conversations with a bit of everything, and a third that is put aside.
async fn busy(world: &World) -> Vec<Conversation> {
    let mut all = Vec::new();
    let aside = world.conversation("v-0").await;
    let tag_id = world.stamp().id();
    world.keep(tag_id, Tag { name: "Urgent".into(), colour: "#b45309".into() }).await;
    change!(world, tx => tagging::tag(
        tx, world.stamp(), aside.id, &[tag_id], &[], world.agent(0)))
    .unwrap();
    let until = world.now() + Duration::from_secs(60);
    change!(world, tx => snooze::snooze(tx, world.stamp(), aside.id, until, world.agent(0)))
        .unwrap();
    for visitor in ["v-1", "v-2"] {
        let on = world.conversation(visitor).await;
        for n in 0..3 {
            world.reply(&on, &format!("r-{n}"), "Good morning").await;
            let message = world.message(&on, &of_contact(&on), &format!("m-{n}"), "Hello");
            world.store.write_message(message).await.unwrap();
        }
        all.push(world.get(on.id).await);
    }
    all
}

/// Damages a fresh store, each time differently, and says which rule must tell.
const DAMAGES: [(&str, &str); 29] = [
    (
        "delete from entry where seq = (select max(seq) from entry where kind = 'message')",
        "everything that the log puts on a timeline stands there",
    ),
    (
        "delete from entry where seq = (select min(seq) from entry where kind = 'event')",
        "everything that the log puts on a timeline stands there",
    ),
    (
        "delete from event where seq = (select max(seq) from event where type = 'message.created')",
        "every entry has its event",
    ),
    (
        "delete from event where seq = (select min(seq) from event where version = 2)",
        "a conversation's events are numbered 1, 2, 3 ... up to its version",
    ),
    (
        "update conversation set version = version + 1",
        "a conversation's events are numbered 1, 2, 3 ... up to its version",
    ),
    (
        "update event set version = 2 where version = 3",
        "a conversation's events are numbered 1, 2, 3 ... up to its version",
    ),
    (
        "update event set version = 0 where version = 1",
        "a conversation's events are numbered 1, 2, 3 ... up to its version",
    ),
    (
        "delete from conversation where last_seq = (select max(last_seq) from conversation)",
        "every event of a conversation has its conversation",
    ),
    (
        "update entry set body = replace(body, 'Good morning', 'Good night')",
        "every entry says what its event says",
    ),
    (
        "update entry set conversation_id = (
            select conversation_id from entry order by conversation_id limit 1)",
        "every entry has its event",
    ),
    ("update log_head set seq = seq - 1", "no event is newer than the log's head"),
    ("update log_head set id = 2", "no event is newer than the log's head"),
    ("update conversation set unread = unread + 1", "a conversation counts its unread messages"),
    (
        "update conversation set status = 'resolved'",
        "every conversation is as its newest event tells",
    ),
    ("update conversation set queue_id = null", "every conversation is as its newest event tells"),
    (
        "update conversation set last_seq = last_seq - 1",
        "every conversation is as its newest event tells",
    ),
    (
        "update conversation set interaction_id = null",
        "an interaction that has not ended is its conversation's current one",
    ),
    ("update interaction set state = 'active'", "an interaction's columns say what its state says"),
    ("update interaction set state_data = '{}'", "every conversation is as its newest event tells"),
    ("delete from inbound where external_id = 'r-1'", "every message is known by its sender's id"),
    (
        "update inbound set entry_id = (select id from record order by id limit 1)",
        "everything received has its entry",
    ),
    ("delete from outbox", "every message to a contact is in the outbox"),
    ("update outbox set entry_seq = entry_seq + 1000000", "everything to be sent has its entry"),
    (
        "update record set data = replace(data, 'Support', 'Sales')",
        "every configured record is as the log tells",
    ),
    ("delete from conversation_tag", "every conversation is found by its tags, and only by these"),
    (
        "update conversation set tag_ids = null",
        "every conversation is found by its tags, and only by these",
    ),
    (
        "update conversation set status = 'open'",
        "what is snoozed, and only that, has a time at which it comes back",
    ),
    (
        "update conversation set snoozed_until = snoozed_until + 1",
        "every conversation is as its newest event tells",
    ),
    ("delete from record where kind = 'brand'", "every configured record is as the log tells"),
];

on_both_engines! {
    async fn each_kind_of_damage_is_found(world: World) {
        busy(&world).await;
        world.assert_whole().await;
        for (sql, rule) in DAMAGES {
            let other = if world.is_sqlite() {
                World::on_sqlite(rand::random).await
            } else {
                World::on_postgres(rand::random).await.unwrap()
            };
            busy(&other).await;
            assert!(damage(&other, sql).await > 0, "{sql} damages nothing");
            let found = rules(&other).await;
            assert!(found.contains(&rule), "{sql} is found as {found:?}");
            other.destroy().await;
        }
    }

    async fn two_pieces_of_live_work_are_found(world: World) {
        busy(&world).await;
        // The second conversation's work, put on the first.
        damage(&world, "update interaction set conversation_id = (
            select conversation_id from interaction order by conversation_id limit 1)").await;
        let found = rules(&world).await;
        assert!(found.contains(&"a conversation has at most one interaction that has not ended"), "{found:?}");
    }

    async fn a_text_that_no_search_finds_is_found(world: World) {
        busy(&world).await;
        let key = if world.is_sqlite() { "rowid" } else { "seq" };
        let sql = format!("delete from entry_search where {key} = (
            select max(seq) from entry where kind = 'message')");
        assert_eq!(damage(&world, &sql).await, 1);
        assert_eq!(rules(&world).await, ["a search finds every message and note"]);
    }

    async fn looking_does_not_mind_writing(world: World) {
        let on = busy(&world).await.remove(0);
        let mut writing = tokio::task::JoinSet::new();
        for n in 0..200 {
            let world = world.clone();
            let on = on.clone();
            writing.spawn(async move {
                let id = format!("more-{n}");
                let message = world.message(&on, &of_contact(&on), &id, &id);
                world.store.write_message(message).await.unwrap();
                world.receive(&format!("more-{n}"), "m", "hello").await;
            });
        }
        let mut looks = 0;
        while !writing.is_empty() {
            assert_eq!(read!(world, session => check::check(session)), []);
            looks += 1;
            while writing.try_join_next().is_some() {}
        }
        assert!(looks > 0);
        world.assert_whole().await;
    }
}
