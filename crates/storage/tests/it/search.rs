use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use rapport_core::conversation::Conversation;
use rapport_storage::handling;
use rapport_storage::search::{self, Hit, Scope};

use crate::world::World;

const TEXTS: [&str; 14] = [
    "The strap of my bag broke yesterday, order 1042",
    "Der Gurt meiner Tasche ist gerissen, Größe 42",
    "Le café près de l'église était fermé",
    "Ремень моей сумки порвался, заказ № 1042",
    "我的订单号是1042，包带断了",
    "カバンの紐が切れました。注文番号は1042です",
    "สายกระเป๋าของฉันขาด คำสั่งซื้อ 1042",
    "가방 끈이 끊어졌어요. 주문 번호 1042",
    "👍🎒 ¡Qué bolso!",
    "... --- ...",
    "select * from entry; drop table entry; -- NEAR(a b) AND NOT \"x\"",
    "カタカナ・テスト ฿500 ①②③ ﷺ a\u{20dd}b",
    "𞤀𞤣𞤤𞤢𞤥 is a script of 2014",
    "strap strap strap",
];

/// A conversation on which every text was said, with the place of each in the log.
async fn told(world: &World) -> (Conversation, Vec<i64>) {
    let on = world.conversation("v-1").await;
    let mut seqs = Vec::new();
    for (place, text) in TEXTS.iter().enumerate() {
        seqs.push(world.reply(&on, &format!("r-{place}"), text).await.seq);
    }
    (on, seqs)
}

async fn hits(world: &World, query: &str, scope: Scope) -> Vec<Hit> {
    read!(world, session => search::search(session, query, scope, i64::MAX, 100))
}

/// Which of the texts are found, newest first.
async fn found(world: &World, seqs: &[i64], query: &str) -> Vec<usize> {
    let hits = hits(world, query, Scope::default()).await;
    assert!(hits.is_sorted_by(|a, b| a.entry.seq > b.entry.seq), "newest first");
    hits.iter().map(|hit| seqs.iter().position(|seq| *seq == hit.entry.seq).unwrap()).collect()
}

on_both_engines! {
    async fn words_are_found_in_every_script(world: World) {
        let (_, seqs) = told(&world).await;
        for (query, expected) in [
            ("strap", vec![13, 0]),
            ("STRAP", vec![13, 0]),
            ("str", vec![13, 0]),
            ("str ", vec![]),
            ("strap bag", vec![0]),
            ("bag strap", vec![0]),
            ("\"strap of my\"", vec![0]),
            ("\"my strap\"", vec![]),
            ("\"strap strap strap\"", vec![13]),
            ("grosse", vec![]),
            ("große", vec![1]),
            ("Größe", vec![1]),
            ("CAFE eglise", vec![2]),
            ("café", vec![2]),
            ("ремень", vec![3]),
            ("ЗАКАЗ 1042", vec![3]),
            ("сумк", vec![3]),
            ("订单", vec![4]),
            ("订单号", vec![4]),
            ("单订", vec![]),
            ("带", vec![4]),
            ("カバン", vec![5]),
            ("注文番号", vec![5]),
            ("紐", vec![5]),
            ("กระเป๋า", vec![6]),
            ("คำสั่งซื้อ", vec![6]),
            ("가방", vec![7]),
            ("끊어", vec![7]),
            ("1042", vec![7, 6, 5, 4, 3, 0]),
            ("bolso que", vec![8]),
            ("テスト", vec![11]),
            ("500", vec![11]),
            ("𞤀𞤣𞤤𞤢𞤥", vec![12]),
            ("👍", vec![]),
            ("---", vec![]),
            ("", vec![]),
            ("near", vec![10]),
        ] {
            assert_eq!(found(&world, &seqs, query).await, expected, "{query}");
        }
        world.assert_whole().await;
    }

    async fn notes_are_found_and_what_happened_is_not(world: World) {
        let on = world.conversation("v-1").await;
        let note = change!(world, tx => handling::note(
            tx, world.stamp(), on.id, world.agent(0), "Kennt das Gurtproblem".into())).unwrap();
        let hits = hits(&world, "gurtproblem", Scope::default()).await;
        assert_eq!(hits.len(), 1);
        assert_eq!((&hits[0].entry, hits[0].conversation.id), (&note, on.id));
        assert!(self::hits(&world, "queued", Scope::default()).await.is_empty());
    }

    async fn a_search_can_keep_to_a_conversation_or_a_contact(world: World) {
        let mut all = Vec::new();
        for n in 0..4 {
            let on = world.conversation(&format!("v-{n}")).await;
            world.reply(&on, &format!("r-{n}"), "a common word").await;
            all.push(on);
        }
        let nowhere = world.stamp().id();
        let contact = |on: &Conversation| Scope { contact_id: Some(on.contact.id), ..Scope::default() };
        let conversation =
            |id| Scope { conversation_id: Some(id), ..Scope::default() };
        assert_eq!(hits(&world, "common", Scope::default()).await.len(), 4);
        assert_eq!(hits(&world, "common", contact(&all[1])).await.len(), 1);
        assert_eq!(hits(&world, "common", conversation(all[2].id)).await[0].conversation.id, all[2].id);
        assert!(hits(&world, "common", conversation(nowhere)).await.is_empty());
        let both = Scope { conversation_id: Some(all[0].id), contact_id: Some(all[1].contact.id) };
        assert!(hits(&world, "common", both).await.is_empty());
        // Nothing but what the scope's own words are made of, and what no engine knows as a letter.
        for query in ["・", "฿", "\u{20dd}", "~v", "scope"] {
            assert!(hits(&world, query, contact(&all[1])).await.is_empty(), "{query}");
        }
        let token = format!("v{}", rapport_core::id::TypedId::uuid(all[0].id).as_simple());
        for query in [token.clone(), format!("~{token}"), format!("scope : {token}")] {
            assert!(hits(&world, &query, Scope::default()).await.is_empty(), "{query}");
        }
    }

    async fn long_lists_page_by_seq(world: World) {
        let on = world.conversation("v-1").await;
        let mut expected = Vec::new();
        for n in 0..23 {
            expected.push(world.reply(&on, &format!("r-{n}"), &format!("word {n}")).await.seq);
        }
        expected.reverse();
        let (mut paged, mut before) = (Vec::new(), i64::MAX);
        loop {
            let page = read!(world, session => search::search(
                session, "word", Scope::default(), before, 5));
            let Some(last) = page.last() else { break };
            before = last.entry.seq;
            paged.extend(page.into_iter().map(|hit| hit.entry.seq));
        }
        assert_eq!(paged, expected);
    }

    async fn hostile_queries_are_only_words(world: World) {
        let (on, seqs) = told(&world).await;
        let long = [
            "a".repeat(10_000), "a ".repeat(5_000), "字".repeat(10_000), "\"".repeat(10_000),
            "\"a".repeat(5_000), "ก".repeat(10_000), "(".repeat(10_000), "é\u{301}".repeat(5_000),
            "ﷺ".repeat(10_000), "\"字\" ".repeat(3_000), "😀".repeat(10_000),
        ];
        for query in long.iter().map(String::as_str).chain([
            "\" OR 1", "a*", "NEAR(", "NEAR(a b, 3)", "'; drop table entry; --", "\\", "\\\\", ":*",
            "a:*", "'a':*", "a & b", "!a", "a | b", "a <-> b", "<->", "(", ")", "a AND", "OR", "NOT",
            "NOT a", "terms : a", "{terms scope} : a", "^a", "-a", "+", "\0", "a\0b", "\u{feff}a",
            "%", "_", "$1", "''", "'", "\"\"", "\"\"\"", "\u{202e}abc", "\r\n", "~", "~c",
        ]) {
            hits(&world, query, Scope::default()).await;
            let scope = Scope { conversation_id: Some(on.id), contact_id: Some(on.contact.id) };
            hits(&world, query, scope).await;
        }
        let fragment = prop_oneof![
            4 => "\\PC{0,12}",
            2 => any::<String>(),
            3 => proptest::sample::select(vec![
                "\"", "'", "*", ":*", "(", ")", " OR ", " AND ", " NOT ", "NEAR(", "\\", "&", "|",
                "!", "<->", "<1>", "\0", "~", "terms:", "字", "ー", "・", "ก็", "\u{301}", "😀", "-",
            ]).prop_map(str::to_owned),
        ];
        let query = proptest::collection::vec(fragment, 0..8).prop_map(|parts| parts.concat());
        tokio::task::block_in_place(|| {
            TestRunner::new(Config { cases: 300, ..Config::default() })
                .run(&query, |query| {
                    tokio::runtime::Handle::current().block_on(async {
                        let mut reader = world.store.read().await.unwrap();
                        let found = search::search(
                            &mut reader.session(), &query, Scope::default(), i64::MAX, 10).await;
                        prop_assert!(found.is_ok(), "{found:?}");
                        Ok(())
                    })
                })
                .unwrap();
        });
        assert_eq!(found(&world, &seqs, "strap").await, [13, 0], "all is still there");
    }

    async fn whatever_is_said_is_stored_and_found(world: World) {
        let on = world.conversation("v-1").await;
        let long = [
            "字".repeat(10_000), "ﷺ".repeat(10_000), "a b ".repeat(2_500), "é".repeat(10_000),
            "'\\':*&|!<->(\"".repeat(700), "x".repeat(10_000), "ก".repeat(10_000),
        ];
        for (place, text) in long.iter().enumerate() {
            world.reply(&on, &format!("long-{place}"), text).await;
        }
        let text = "[^\\x00\"]{1,60}";
        tokio::task::block_in_place(|| {
            TestRunner::new(Config { cases: 150, ..Config::default() })
                .run(&text, |text| {
                    tokio::runtime::Handle::current().block_on(async {
                        let id = format!("{:x}", rand::random::<u64>());
                        let entry = world.reply(&on, &id, &text).await;
                        let words = rapport_core::search::parse(&format!("{text} "));
                        let hits = hits(&world, &format!("{text} "), Scope::default()).await;
                        let is_found = hits.iter().any(|hit| hit.entry.seq == entry.seq);
                        // One unpaired quote leaves the last word as it is; no word, no hit.
                        prop_assert!(is_found || words.is_empty(), "{text:?} gives {words:?}");
                        Ok(())
                    })
                })
                .unwrap();
        });
        world.assert_whole().await;
    }
}
