use rapport_core::channel::Channel;
use rapport_core::contact::IdentityKind;
use rapport_core::conversation::{Conversation, ConversationStatus};
use rapport_core::entry::{DeliveryState, EntryBody};
use rapport_core::id::{ConversationId, EntryId, MailId};
use rapport_core::interaction::PRIORITY_NORMAL;
use rapport_core::joining::Joining;
use rapport_core::mail::{AutoReply, MailAddress, MailHead};
use rapport_storage::intake::Arrival;
use rapport_storage::mail::{self, Cursor, Fate, NewMail, Raw};
use rapport_storage::mail_intake::{self, Coming, Report, Told};
use rapport_storage::outbox::{self, Outcome};
use rapport_storage::{block, contact, conversation, entry, handling, interaction, mail_thread};

use crate::world::World;

const HELP: &str = "help@shop.example";
const VERA: &str = "vera@customers.example";

fn address(address: &str) -> MailAddress {
    MailAddress { name: None, address: address.to_owned() }
}

impl World {
    fn by_mail(&self) -> Arrival {
        Arrival {
            inbox_id: self.inbox_id,
            channel: Channel::Email,
            brand_id: self.brand_id,
            queue_id: self.queues[0],
            priority: PRIORITY_NORMAL,
            joining: Joining::default(),
        }
    }

    /// Stores a mail as it came.
    async fn keep_mail(&self, uid: i64) -> MailId {
        let id = self.stamp().id();
        let raw = format!("mail {uid}").into_bytes();
        let new = NewMail { id, uid, size_bytes: 6, raw: Raw::Here(raw) };
        let at = self.stamp().at;
        change!(self, tx => mail::keep(tx, self.inbox_id, "INBOX", 7, &[new], at)).unwrap();
        id
    }

    /// A mail that says this, from there, and answers those.
    async fn coming(&self, uid: i64, from: &str, text: &str, answers: &[&str]) -> Coming {
        let mut head = MailHead::outgoing("My bag".into(), vec![address(HELP)]);
        head.from = Some(address(from));
        Coming {
            id: self.keep_mail(uid).await,
            head,
            text: text.to_owned(),
            attachments: Vec::new(),
            fingerprint: format!("{from} {text}").into_bytes(),
            message_id: Some(format!("{uid}@customers.example")),
            answers: answers.iter().map(|&id| id.to_owned()).collect(),
            follows: Vec::new(),
            report: None,
        }
    }

    async fn take(&self, coming: &Coming) -> Fate {
        let ours = [HELP.to_owned()];
        let coming = [(self.stamp(), coming)];
        change!(self, tx => mail_intake::take(tx, self.by_mail(), &ours, &coming))
            .unwrap()
            .remove(&coming[0].1.id)
            .expect("nothing was made of it before")
    }

    async fn taken(&self, coming: &Coming) -> (EntryId, Conversation) {
        let fate = self.take(coming).await;
        let Fate::Taken(id) = fate else { panic!("{fate:?}") };
        let on = read!(self, session => entry::get(session, id)).conversation_id;
        (id, read!(self, session => conversation::get(session, on)))
    }

    /// An agent answers by mail; the message id of the answer.
    async fn answer_by_mail(&self, on: &Conversation, to: &[&str]) -> (EntryId, String) {
        let mut message = self.message(on, &self.agent(0), &format!("a{}", to.len()), "Sorry");
        let to = to.iter().map(|it| address(it)).collect();
        message.channel = Channel::Email;
        message.mail = Some(Box::new(MailHead::outgoing("Re: My bag".into(), to)));
        let entry = self.store.write_message(message).await.unwrap().into_entry();
        (entry.id, mail_thread::message_id(entry.id, HELP))
    }

    async fn state_of(&self, id: EntryId) -> (DeliveryState, Option<String>) {
        match read!(self, session => entry::get(session, id)).body {
            EntryBody::Message { delivery: Some(delivery), .. } => {
                (delivery.state, delivery.reason)
            }
            body => panic!("{body:?}"),
        }
    }

    async fn status_of(&self, id: ConversationId) -> ConversationStatus {
        read!(self, session => conversation::get(session, id)).status
    }
}

on_both_engines! {
    async fn a_mail_is_stored_once_and_in_its_order(world: World) {
        let inbox = world.inbox_id;
        let cursor = Cursor { uid_validity: 7, uid: 3, since: world.stamp().at };
        assert_eq!(read!(world, session => mail::cursor(session, inbox, "INBOX")), None);
        for uid in [2, 3] {
            world.keep_mail(uid).await;
            world.keep_mail(uid).await;
        }
        change!(world, tx => mail::set_cursor(tx, inbox, "INBOX", cursor)).unwrap();
        let read_to = Cursor { uid: 9, ..cursor };
        change!(world, tx => mail::set_cursor(tx, inbox, "INBOX", read_to)).unwrap();
        assert_eq!(read!(world, session => mail::cursor(session, inbox, "INBOX")), Some(read_to));
        let waiting = read!(world, session => mail::received(session, inbox, 10));
        let raw: Vec<_> = waiting.iter().map(|kept| kept.raw.clone()).collect();
        assert_eq!(raw, [Raw::Here(b"mail 2".to_vec()), Raw::Here(b"mail 3".to_vec())]);
    }

    async fn a_thread_takes_in_who_takes_part_and_nobody_else(world: World) {
        let first = world.coming(1, VERA, "It broke", &[]).await;
        let (_, on) = world.taken(&first).await;
        assert_eq!(on.subject.as_deref(), Some("My bag"));
        let again = [(world.stamp(), &first)];
        let fates = change!(world, tx => mail_intake::take(tx, world.by_mail(), &[], &again));
        assert!(fates.unwrap().is_empty(), "only once");

        let (_, ours) = world.answer_by_mail(&on, &[VERA, "max@customers.example"]).await;
        let thread = read!(world, session => mail_thread::before(session, on.id, i64::MAX, HELP));
        assert_eq!(thread, ["1@customers.example", ours.as_str()]);

        // Who was written to may answer, and so may a thread that has lost its last link.
        let max = world.coming(2, "Max@customers.example", "I agree", &["lost@x", &ours]).await;
        assert_eq!(world.taken(&max).await.1.id, on.id);
        let stranger = world.coming(3, "mallory@customers.example", "To me", &[&ours]).await;
        let (_, other) = world.taken(&stranger).await;
        assert_ne!((other.id, other.contact.id), (on.id, on.contact.id));
        world.assert_whole().await;
    }

    async fn an_address_is_proved_by_answering_what_went_there_alone(world: World) {
        let (_, on) = world.taken(&world.coming(1, VERA, "It broke", &[]).await).await;
        let is_verified = async || {
            let who = read!(world, session => contact::get(session, on.contact.id));
            let [identity] = who.identities.as_slice() else { panic!("{who:?}") };
            assert_eq!((identity.kind, identity.value.as_str()), (IdentityKind::Email, VERA));
            identity.verified
        };
        let (_, both) = world.answer_by_mail(&on, &[VERA, "max@customers.example"]).await;
        world.taken(&world.coming(2, VERA, "Thanks", &[&both]).await).await;
        assert!(!is_verified().await, "Max could have written this");
        let (_, alone) = world.answer_by_mail(&on, &[VERA]).await;
        world.taken(&world.coming(3, VERA, "Fine", &[&alone]).await).await;
        assert!(is_verified().await);
        let again = world.coming(4, VERA, "Another matter", &[]).await;
        assert_eq!(world.taken(&again).await.1.contact.id, on.contact.id);
        world.assert_whole().await;
    }

    async fn copies_and_reports_make_no_message(world: World) {
        let first = world.coming(1, VERA, "It broke", &[]).await;
        let (entry_id, on) = world.taken(&first).await;
        let copy = Coming { id: world.keep_mail(2).await, ..first };
        assert_eq!(world.take(&copy).await, Fate::Known(entry_id));

        let (sent, message_id) = world.answer_by_mail(&on, &[VERA]).await;
        let due = read!(world, session =>
            outbox::due(session, world.inbox_id, world.stamp().at, 9)).remove(0);
        change!(world, tx => outbox::settle(tx, &due, &Outcome::Sent, world.stamp().at)).unwrap();
        let own = Coming { message_id: Some(message_id.clone()), ..world.coming(3, HELP, "x", &[]).await };
        assert_eq!(world.take(&own).await, Fate::Known(sent), "our own that came back");
        for (uid, told, state, reason) in [
            (4, Told::Delayed { reason: "busy".into() }, DeliveryState::Sent, Some("busy")),
            (5, Told::Failed { reason: "gone".into() }, DeliveryState::Failed, Some("gone")),
        ] {
            let mut report = world.coming(uid, "daemon@x.example", &format!("{uid}"), &[]).await;
            report.report = Some(Report { message_id: Some(message_id.clone()), told });
            assert_eq!(world.take(&report).await, Fate::Noted(sent));
            assert_eq!(world.state_of(sent).await, (state, reason.map(str::to_owned)));
        }
        let mut unknown = world.coming(6, "daemon@x.example", "6", &[]).await;
        let told = Told::Failed { reason: "gone".into() };
        unknown.report = Some(Report { message_id: Some("never@sent".into()), told });
        assert!(matches!(world.take(&unknown).await, Fate::Taken(_)), "a report on nothing is shown");
        world.assert_whole().await;
    }

    async fn mails_that_are_taken_together_find_what_those_before_them_left(world: World) {
        let (_, resolved) = world.taken(&world.coming(1, VERA, "It broke", &[]).await).await;
        change!(world, tx => handling::resolve(tx, world.stamp(), resolved.id, world.agent(0)))
            .unwrap();
        let (max, eve) = ("max@customers.example", "eve@customers.example");
        let mut eves = world.coming(7, eve, "Another", &[]).await;
        eves.head.subject = "A thing of mine".into();
        let all = [
            world.coming(2, max, "Mine, too", &[]).await,
            world.coming(3, VERA, "Again", &["1@customers.example"]).await,
            // As most programs write it: in `In-Reply-To` and in `References`.
            world.coming(4, VERA, "And again", &["1@customers.example", "1@customers.example"]).await,
            // To everybody: whoever has a mail of Max's is not one of those who take part.
            world.coming(5, eve, "To Max", &["2@customers.example"]).await,
            world.coming(6, max, "One thing more", &["2@customers.example"]).await,
            eves,
            // A copy from another mailbox, and a mail from nobody.
            Coming { fingerprint: format!("{max} Mine, too").into_bytes(), ..world.coming(8, max, "Mine, too", &[]).await },
            Coming { head: MailHead::outgoing("Hm".into(), vec![]), ..world.coming(9, max, "From nobody", &[]).await },
        ];
        let coming: Vec<_> = all.iter().map(|one| (world.stamp(), one)).collect();
        let ours = [HELP.to_owned()];
        let fates = change!(world, tx => mail_intake::take(tx, world.by_mail(), &ours, &coming)).unwrap();
        let mut on = Vec::new();
        for one in &all {
            let (Fate::Taken(id) | Fate::Known(id)) = fates[&one.id] else { panic!("{fates:?}") };
            let entry = read!(world, session => entry::get(session, id));
            on.push((entry.conversation_id, entry.author.name, entry.seq));
        }
        let Fate::Known(first) = fates[&all[6].id] else { panic!("{fates:?}") };
        assert_eq!(fates[&all[0].id], Fate::Taken(first));
        let mut ids: Vec<_> = on.iter().map(|it| it.0).collect();
        assert_eq!((ids[1], ids[2], ids[4], ids[6]), (resolved.id, resolved.id, ids[0], ids[0]));
        assert!(on[1].2 < on[2].2 && on[0].2 < on[4].2, "in their order");
        assert_eq!(world.status_of(resolved.id).await, ConversationStatus::Open);
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 5, "Max's, Vera's, two of Eve's, and nobody's");
        let waiting = read!(world, session => interaction::live(session));
        assert_eq!(waiting.len(), 5);
        world.assert_whole().await;
    }

    async fn what_a_program_answers_wakes_nothing_and_the_blocked_are_refused(world: World) {
        let (_, on) = world.taken(&world.coming(1, VERA, "It broke", &[]).await).await;
        change!(world, tx => handling::resolve(tx, world.stamp(), on.id, world.agent(0))).unwrap();
        let mut away = world.coming(2, VERA, "Away", &["1@customers.example"]).await;
        away.head.auto_reply = Some(AutoReply::Replied);
        assert_eq!(world.taken(&away).await.1.id, on.id);
        assert_eq!(world.status_of(on.id).await, ConversationStatus::Resolved);
        let back = world.coming(3, VERA, "Back", &["1@customers.example"]).await;
        assert_eq!(world.taken(&back).await.1.id, on.id);
        assert_eq!(world.status_of(on.id).await, ConversationStatus::Open);
        change!(world, tx => block::block(
            tx, world.stamp(), on.contact.id, None, world.agent(0))).unwrap();
        let more = world.coming(4, VERA, "More", &[]).await;
        assert!(matches!(world.take(&more).await, Fate::Refused { .. }));
        let last = world.coming(5, VERA, "Last", &[]).await;
        change!(world, tx => mail_intake::put_aside(tx, last.id, "it broke")).unwrap();
        let counts = read!(world, session => mail::counts(session, world.inbox_id));
        let states: Vec<_> = counts.iter().map(|it| (it.state.as_str(), it.mails)).collect();
        assert_eq!(states, [("refused", 1), ("refused", 1), ("taken", 3)]);
        world.assert_whole().await;
    }

    async fn a_mail_that_was_being_handed_over_is_known_after_a_crash(world: World) {
        let (_, on) = world.taken(&world.coming(1, VERA, "It broke", &[]).await).await;
        let (sent, _) = world.answer_by_mail(&on, &[VERA]).await;
        let now = world.stamp().at;
        let due = read!(world, session => outbox::due(session, world.inbox_id, now, 9)).remove(0);
        assert!(read!(world, session => outbox::unclear(session, world.inbox_id, 9)).is_empty());
        assert!(change!(world, tx => outbox::begin(tx, &due, now)).unwrap());
        let unclear = read!(world, session => outbox::unclear(session, world.inbox_id, 9));
        assert_eq!(unclear.iter().map(|due| due.entry.id).collect::<Vec<_>>(), [sent]);
        let failed = Outcome::Failed { reason: "not clear".into() };
        change!(world, tx => outbox::settle(tx, &due, &failed, now)).unwrap();
        assert!(!change!(world, tx => outbox::begin(tx, &due, now)).unwrap(), "it is settled");
        change!(world, tx => outbox::resend(tx, on.id, sent, world.agent(0), now)).unwrap();
        assert!(read!(world, session => outbox::unclear(session, world.inbox_id, 9)).is_empty());
        assert_eq!(world.state_of(sent).await.0, DeliveryState::Queued);
    }
}
