//! What was sent, acknowledged and shown, message by message.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::{Duration, Instant};

use rapport_core::Timestamp;
use tokio::sync::Notify;

use crate::error::{BenchError, Result};
use crate::spread::Spread;

/// Shared by the visitors and the desk of one run, all on one thread.
#[derive(Debug, Clone, Default)]
pub struct Ledger(Rc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    book: RefCell<Book>,
    /// Something was acknowledged or shown.
    moved: Notify,
}

#[derive(Debug, Default)]
struct Book {
    visitors: Vec<Visitor>,
    sent: u64,
    acknowledged: u64,
    shown: u64,
    /// From when a message was due until the desk had it.
    took: Spread,
}

impl Book {
    fn is_settled(&self) -> bool {
        self.acknowledged == self.sent && self.shown == self.sent
    }
}

#[derive(Debug, Default)]
struct Visitor {
    sent: u64,
    acknowledged: u64,
    shown: u64,
    /// When those that the desk has not shown were due.
    due: VecDeque<Instant>,
}

/// The id of a message, as the widget makes its own: a UUID version 7 (RFC 9562, section 5.7),
/// which grows with time. What is random in it is here the visitor and the number.
pub fn client_id(visitor: usize, number: u64, at: Timestamp) -> String {
    let time = format!("{:012x}", at.millis());
    format!("{}-{}-7000-8000-{visitor:05x}{number:07x}", &time[..8], &time[8..])
}

/// The visitor and number of the message that a frame is about.
pub fn of_frame(frame: &[u8]) -> Option<(usize, u64)> {
    const KEY: &[u8] = b"\"client_id\":\"";
    let rest = &frame[memchr::memmem::rfind(frame, KEY)? + KEY.len()..];
    let id = std::str::from_utf8(&rest[..memchr::memchr(b'"', rest)?]).ok()?;
    let own = id.rsplit_once('-')?.1;
    let (visitor, number) = own.split_at_checked(5)?;
    Some((usize::from_str_radix(visitor, 16).ok()?, u64::from_str_radix(number, 16).ok()?))
}

impl Ledger {
    pub fn of(visitors: usize) -> Self {
        let ledger = Self::default();
        ledger.0.book.borrow_mut().visitors.resize_with(visitors, Visitor::default);
        ledger
    }

    /// Notes a message that is sent now and was due at `due`; answers its number.
    pub fn send(&self, visitor: usize, due: Instant) -> u64 {
        let mut book = self.0.book.borrow_mut();
        book.sent += 1;
        let visitor = &mut book.visitors[visitor];
        visitor.due.push_back(due);
        visitor.sent += 1;
        visitor.sent
    }

    pub fn acknowledge(&self, visitor: usize, number: u64) -> Result<()> {
        let mut book = self.0.book.borrow_mut();
        book.acknowledged += 1;
        let known = &mut book.visitors[visitor];
        known.acknowledged += 1;
        if known.acknowledged != number {
            return Err(wrong("acknowledged", visitor, number, known.acknowledged));
        }
        self.0.moved.notify_waiters();
        Ok(())
    }

    /// The desk has shown it. Each must come once, in its visitor's order.
    pub fn show(&self, visitor: usize, number: u64) -> Result<()> {
        let mut book = self.0.book.borrow_mut();
        book.shown += 1;
        let known = &mut book.visitors[visitor];
        known.shown += 1;
        if known.shown != number {
            return Err(wrong("shown", visitor, number, known.shown));
        }
        let due = known.due.pop_front();
        if let Some(due) = due {
            book.took.add(due.elapsed());
        }
        self.0.moved.notify_waiters();
        Ok(())
    }

    /// How many the desk has shown so far.
    pub fn shown(&self) -> u64 {
        self.0.book.borrow().shown
    }

    /// From now on, only what is shown later counts.
    pub fn forget_times(&self) -> Spread {
        std::mem::take(&mut self.0.book.borrow_mut().took)
    }

    /// Waits until all that was sent is acknowledged and shown.
    pub async fn settled(&self, patience: Duration) -> Result<()> {
        let all = async {
            loop {
                let moved = self.0.moved.notified();
                if self.0.book.borrow().is_settled() {
                    return;
                }
                moved.await;
            }
        };
        tokio::time::timeout(patience, all).await.map_err(|_| {
            let Book { sent, acknowledged, shown, .. } = &*self.0.book.borrow();
            BenchError::broken(format!(
                "{sent} messages were sent, {acknowledged} acknowledged, {shown} shown at the desk"
            ))
        })
    }
}

fn wrong(what: &str, visitor: usize, found: u64, expected: u64) -> BenchError {
    BenchError::broken(format!(
        "message {found} of visitor {visitor} was {what} where {expected} was due: lost, doubled \
         or out of order"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_names_its_message() {
        let id = client_id(12, 345, Timestamp::from_millis(1_770_000_000_000));
        assert_eq!(id, "019c1c38-a400-7000-8000-0000c0000159");
        let frame = format!(r#"{{"text":"x","client_id":"{id}"}}"#);
        assert_eq!(of_frame(frame.as_bytes()), Some((12, 345)));
        assert_eq!(of_frame(b"{}"), None);
    }

    #[test]
    fn what_comes_twice_is_noticed() {
        let ledger = Ledger::of(1);
        ledger.send(0, Instant::now());
        ledger.show(0, 1).unwrap();
        assert!(ledger.show(0, 1).is_err());
    }
}
