//! Asks the conditions of segments of each contact who changes, and of everybody when a segment is new
//! or changed, and once an hour: conditions may speak of the time, and not all that they speak of is
//! in the log.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use rapport_core::contact::Contact;
use rapport_core::directory::{AnyRecord, Directory};
use rapport_core::event::EventData;
use rapport_core::id::{CompanyId, ContactId, SegmentId};
use rapport_core::segment::{Condition, Verdict, subject};
use rapport_storage::contact_list::{self, ContactFilter};
use rapport_storage::segment::{self, Member};
use rapport_storage::{Logged, StoreError, setting};

use crate::app::{App, changed_record};
use crate::clock;
use crate::following::{IDLE_EVENTS_MAX, Reader};

/// How far the log was read for segments.
const CURSOR: &str = "segments_cursor";
/// Of how many contacts conditions are asked at once.
const AT_ONCE: usize = 500;

#[derive(Default)]
pub struct SegmentReader {
    /// The conditions of the segments in use, as of which version of each; or why one can no longer be
    /// read.
    conditions: BTreeMap<SegmentId, (i64, Result<Condition, String>)>,
    /// Of which version of each segment everybody was asked; of none, 0.
    asked: BTreeMap<SegmentId, i64>,
    /// How far the log was read, as it is kept.
    kept: i64,
}

/// Of how many contacts it could not be told, and why of one of them.
type Unknown = BTreeMap<SegmentId, (i64, Option<String>)>;

impl Reader for SegmentReader {
    const WHAT: &'static str = "segments could";
    const GATHER: Duration = Duration::from_secs(1);

    /// Where it ended, if there is a segment.
    async fn begin(&mut self, app: &App, head: i64) -> Result<i64, StoreError> {
        let mut reader = app.store.read().await?;
        let counts = segment::counts(&mut reader.session()).await?;
        self.asked = counts.into_iter().map(|it| (it.segment_id, it.segment_version)).collect();
        self.kept = head;
        self.learn(&app.directory());
        if !self.conditions.is_empty() {
            self.kept = setting::get(&mut reader.session(), CURSOR).await?.unwrap_or(head);
        }
        drop(reader);
        self.ask_everybody(app, &self.unasked()).await?;
        Ok(self.kept)
    }

    async fn read(&mut self, app: &App, events: &[Arc<Logged>]) -> Result<(), StoreError> {
        let Some(last) = events.last().map(|logged| logged.event.seq) else { return Ok(()) };
        let mut news = News::default();
        for data in events.iter().map(|logged| &logged.event.data) {
            if let Some(record) = changed_record(data) {
                news.of_record(&record);
                app.put_record(record);
            }
            news.of_event(data);
        }
        self.learn(&app.directory());
        self.forget(app).await?;
        if self.conditions.is_empty() {
            return Ok(());
        }
        let all: BTreeSet<SegmentId> = self.conditions.keys().copied().collect();
        if news.everybody {
            self.ask_everybody(app, &all).await?;
        } else {
            self.ask_everybody(app, &self.unasked()).await?;
            for company_id in news.companies.iter().copied().map(Some) {
                let filter = ContactFilter { company_id, ..ContactFilter::default() };
                self.ask_all_of(app, &filter, &all, &mut Unknown::new()).await?;
            }
            let contacts: Vec<ContactId> = news.contacts.iter().copied().collect();
            for ids in contacts.chunks(AT_ONCE) {
                let living = segment::living(&mut app.store.read().await?.session(), ids).await?;
                self.ask(app, ids, &living, &all, &mut Unknown::new()).await?;
            }
        }
        if app.shutdown.has_begun() || !news.is_any() && last - self.kept < IDLE_EVENTS_MAX {
            return Ok(());
        }
        let mut tx = app.store.begin().await?;
        setting::put(&mut tx, CURSOR, &last).await?;
        tx.commit().await?;
        self.kept = last;
        Ok(())
    }

    /// Everybody is asked anew.
    async fn tidy(&mut self, app: &App) -> Result<(), StoreError> {
        self.learn(&app.directory());
        let all = self.conditions.keys().copied().collect();
        self.ask_everybody(app, &all).await
    }
}

impl SegmentReader {
    /// Takes the conditions of the segments that are in use now.
    fn learn(&mut self, directory: &Directory) {
        let mut known = std::mem::take(&mut self.conditions);
        for segment in directory.segments.values().filter(|segment| !segment.archived) {
            let same = known.remove(&segment.id).filter(|(version, _)| *version == segment.version);
            let read = || (segment.version, Condition::parse(&segment.record.condition));
            self.conditions.insert(segment.id, same.unwrap_or_else(read));
        }
    }

    /// The segments of which not everybody was asked as they are now.
    fn unasked(&self) -> BTreeSet<SegmentId> {
        let is_asked = |(id, (version, _)): &(&SegmentId, &(i64, _))| {
            self.asked.get(id).is_some_and(|asked| asked == version)
        };
        self.conditions.iter().filter(|it| !is_asked(it)).map(|(id, _)| *id).collect()
    }

    /// Forgets the members of segments that are no longer in use.
    async fn forget(&mut self, app: &App) -> Result<(), StoreError> {
        let gone = |id: &&SegmentId| !self.conditions.contains_key(id);
        let gone: Vec<SegmentId> = self.asked.keys().filter(gone).copied().collect();
        for id in gone {
            let mut tx = app.store.begin().await?;
            segment::forget(&mut tx, id).await?;
            tx.commit().await?;
            self.asked.remove(&id);
        }
        Ok(())
    }

    async fn ask_everybody(
        &mut self,
        app: &App,
        segments: &BTreeSet<SegmentId>,
    ) -> Result<(), StoreError> {
        for id in segments {
            self.asked.entry(*id).or_insert(0);
        }
        let mut unknown = Unknown::new();
        let everybody = ContactFilter::default();
        if segments.is_empty() || !self.ask_all_of(app, &everybody, segments, &mut unknown).await? {
            return Ok(());
        }
        for id in segments {
            let Some((version, _)) = self.conditions.get(id) else { continue };
            let unknown = unknown.remove(id).unwrap_or_default();
            let mut tx = app.store.begin().await?;
            segment::asked_all(&mut tx, *id, *version, unknown, clock::now()).await?;
            tx.commit().await?;
            self.asked.insert(*id, *version);
        }
        Ok(())
    }

    /// Whether it came to the end before the program stops.
    async fn ask_all_of(
        &self,
        app: &App,
        filter: &ContactFilter,
        segments: &BTreeSet<SegmentId>,
        unknown: &mut Unknown,
    ) -> Result<bool, StoreError> {
        let limit = i64::try_from(AT_ONCE).unwrap_or(i64::MAX);
        let mut before = None;
        while !app.shutdown.has_begun() {
            let mut reader = app.store.read().await?;
            let some = contact_list::list(&mut reader.session(), filter, before, limit).await?;
            drop(reader);
            let ids: Vec<ContactId> = some.iter().map(|contact| contact.id).collect();
            let Some(oldest) = ids.last() else { return Ok(true) };
            before = Some(*oldest);
            self.ask(app, &ids, &some, segments, unknown).await?;
        }
        Ok(false)
    }

    /// Asks the conditions of some segments of contacts, and keeps what they say; those of `ids` who are
    /// not living belong to none.
    async fn ask(
        &self,
        app: &App,
        ids: &[ContactId],
        living: &[Contact],
        segments: &BTreeSet<SegmentId>,
        unknown: &mut Unknown,
    ) -> Result<(), StoreError> {
        let mut members = BTreeSet::new();
        for contact in living {
            self.ask_one(app, contact, segments, &mut members, unknown);
            // Many conditions take their time: others must not wait for all of them.
            tokio::task::yield_now().await;
        }
        let was = segment::members(&mut app.store.read().await?.session(), ids).await?;
        let came: Vec<Member> = members.difference(&was).copied().collect();
        let left = was.difference(&members).filter(|(id, _)| segments.contains(id));
        let left: Vec<Member> = left.copied().collect();
        if came.is_empty() && left.is_empty() {
            return Ok(());
        }
        let mut tx = app.store.begin().await?;
        segment::change(&mut tx, &came, &left, clock::now()).await?;
        tx.commit().await
    }

    fn ask_one(
        &self,
        app: &App,
        contact: &Contact,
        segments: &BTreeSet<SegmentId>,
        members: &mut BTreeSet<Member>,
        unknown: &mut Unknown,
    ) {
        let subject = subject(contact, &app.directory(), clock::now());
        for (id, (_, condition)) in self.conditions.iter().filter(|it| segments.contains(it.0)) {
            let told = condition.as_ref().map_or_else(
                |why| Verdict::Unknown(why.clone()),
                |condition| condition.ask(&subject),
            );
            match told {
                Verdict::In => {
                    members.insert((*id, contact.id));
                }
                Verdict::Out => {}
                Verdict::Unknown(why) => {
                    let (count, example) = unknown.entry(*id).or_default();
                    *count += 1;
                    example.get_or_insert(why);
                }
            }
        }
    }
}

/// Of whom conditions must be asked.
#[derive(Debug, Default)]
struct News {
    contacts: BTreeSet<ContactId>,
    /// Whose contacts have changed with them.
    companies: BTreeSet<CompanyId>,
    /// All may have changed.
    everybody: bool,
    /// A segment has changed.
    segments: bool,
}

impl News {
    fn is_any(&self) -> bool {
        let some = !self.contacts.is_empty() || !self.companies.is_empty();
        some || self.everybody || self.segments
    }

    fn of_record(&mut self, record: &AnyRecord) {
        match record {
            AnyRecord::Segment(_) => self.segments = true,
            // Conditions know them by their names; nobody has one that is new.
            AnyRecord::Tag(tag) => self.everybody |= tag.version > 1,
            AnyRecord::ContactField(field) => self.everybody |= field.version > 1,
            _ => {}
        }
    }

    fn of_event(&mut self, data: &EventData) {
        match data {
            EventData::ConversationStarted(change)
            | EventData::ConversationContactChanged(change) => {
                self.contacts.insert(change.conversation.contact.id);
            }
            EventData::ContactCreated(change)
            | EventData::ContactUpdated(change)
            | EventData::ContactRemoved(change)
            | EventData::ContactBlocked(change)
            | EventData::ContactUnblocked(change) => {
                self.contacts.insert(change.contact.id);
            }
            EventData::ContactMerged(change) => {
                self.contacts.extend([change.contact.id, change.merged_id]);
            }
            EventData::ContactSplit(change) => {
                self.contacts.extend([change.contact.id, change.split.id]);
            }
            EventData::CompanyUpdated(change) => {
                self.companies.insert(change.company.id);
            }
            // Whose contacts they were is not known any more.
            EventData::CompanyRemoved(_) => self.everybody = true,
            _ => {}
        }
    }
}
