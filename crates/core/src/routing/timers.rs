//! What happens when its time has come.

use super::Engine;
use super::load::after;
use super::message::OverflowReason;
use super::slots::{QueueAt, WorkAt};
use super::work::Stage;

/// How long until an interaction looks again for an overflow queue that was closed.
const OVERFLOW_RETRY_MS: u64 = 60_000;

impl Engine {
    pub(super) fn fire_timers(&mut self) {
        while let Some((due, at)) = self.timers.first().copied()
            && due <= self.now
        {
            self.timers.pop_first();
            self.work[at].timer = None;
            self.work_is_due(at);
        }
    }

    /// Opens and closes every queue whose time has come, before anything is decided by it.
    pub(super) fn turn_signs(&mut self) -> Vec<QueueAt> {
        let mut turned = Vec::new();
        while let Some((due, queue)) = self.doors.first().copied()
            && due <= self.now
        {
            self.look_at_the_clock(queue);
            turned.push(queue);
        }
        turned
    }

    /// What waits in queues that have opened or closed finds its place anew.
    pub(super) fn after_turning(&mut self, turned: &[QueueAt]) {
        for queue in turned {
            for at in self.waiting_in(*queue) {
                self.replace(at);
            }
            self.tell_those_who_overflow_to(*queue);
        }
    }

    fn work_is_due(&mut self, at: WorkAt) {
        match self.work[at].stage {
            Stage::Offered { .. } => self.ring_out(at),
            Stage::WrapUp { .. } => self.wrap_up_over(at),
            Stage::Waiting { .. } => self.review(at),
            Stage::Unplaced | Stage::Active { .. } => {}
        }
    }

    /// Something changes for a waiting interaction: a hold or a cool-down ends, its requirements
    /// relax, or it has waited long enough for the overflow queue.
    fn review(&mut self, at: WorkAt) {
        self.take_out(at);
        let now = self.now;
        self.work[at].declined.retain(|declined| declined.until > now);
        if self.overflow_at(at).is_some_and(|due| due <= now) {
            let own = self.work[at].queue;
            let to = self.queues[own].config.overflow.map(|overflow| overflow.to);
            let to = to.and_then(|to| self.queue_by_id.get(&to).copied());
            match to.filter(|to| *to != own && self.queues[*to].open) {
                Some(to) => self.overflow(at, to, OverflowReason::WaitedTooLong),
                None => self.work[at].overflow_not_before = after(now, OVERFLOW_RETRY_MS),
            }
        }
        self.place(at);
    }

    /// Brings a queue's doors and its timer up to date.
    pub(super) fn look_at_the_clock(&mut self, at: QueueAt) {
        let queue = &mut self.queues[at];
        if let Some(old) = queue.opens_or_closes_at.take() {
            self.doors.remove(&(old, at));
        }
        let hours = queue.config.hours.as_ref().filter(|_| queue.configured);
        queue.open = queue.configured && hours.is_none_or(|hours| hours.is_open(self.now));
        queue.opens_or_closes_at = hours.and_then(|hours| hours.next_change(self.now));
        if let Some(next) = queue.opens_or_closes_at {
            self.doors.insert((next, at));
        }
        for n in 0..self.queues[at].classes.len() {
            let class = self.queues[at].classes[n];
            self.classes.refresh_head(class, self.queues[at].open);
        }
    }

    /// Closed queues whose interactions wait in this one while it is open.
    pub(super) fn tell_those_who_overflow_to(&mut self, to: QueueAt) {
        if !self.queues[to].open {
            return;
        }
        let id = self.queues[to].id;
        for queue in self.queues.places() {
            let row = &self.queues[queue];
            if !row.open && row.configured && row.config.overflow_when_closed == Some(id) {
                for at in self.waiting_in(queue) {
                    self.replace(at);
                }
            }
        }
    }
}
