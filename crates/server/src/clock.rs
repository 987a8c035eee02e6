//! The server's one clock and one source of chance. Everything below it takes both as arguments,
//! so this is the only place that reads either.

use std::sync::{Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use rapport_core::Timestamp;
use rapport_core::id::{TypedId, uuid_v7};
use uuid::Uuid;

/// The time now, in whole microseconds.
pub fn now() -> Timestamp {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_micros(i64::try_from(since_epoch.as_micros()).unwrap_or(i64::MAX))
}

/// Ten random bytes, as the ids of the core want them, from a generator fit for secrets.
pub fn random10() -> [u8; 10] {
    rand::random()
}

/// An id that is greater than every id this process has given out before, of any kind, even when
/// the clock stands still or jumps back.
pub fn new_id<T: TypedId>() -> T {
    static LAST: Mutex<Uuid> = Mutex::new(Uuid::nil());
    let fresh = uuid_v7(now(), random10());
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    *last = if fresh > *last { fresh } else { successor(*last) };
    T::from_uuid(*last)
}

/// The next UUIDv7 with the same time: its 62 last random bits, plus one. Where those overflow,
/// the carry goes into the 12 random bits before the variant, then into the time.
fn successor(uuid: Uuid) -> Uuid {
    const TAIL_BITS: u32 = 62;
    const TAIL: u128 = (1 << TAIL_BITS) - 1;
    const HEAD_RANDOM: u128 = 0xfff << 64;
    const VERSION: u128 = 0xf << 76;
    let bits = uuid.as_u128();
    if bits & TAIL != TAIL {
        return Uuid::from_u128(bits + 1);
    }
    let bits = bits & !TAIL;
    if bits & HEAD_RANDOM != HEAD_RANDOM {
        return Uuid::from_u128(bits + (1 << 64));
    }
    // Past the twelve bits lies the version, which must stay: step over it into the time.
    let bits = (bits & !HEAD_RANDOM & !VERSION) + (1 << 80);
    Uuid::from_u128(bits | (7 << 76))
}

#[cfg(test)]
mod tests {
    use rapport_core::id::{ConversationId, EntryId};

    use super::*;

    #[test]
    fn ids_rise_even_within_a_microsecond() {
        let ids: Vec<EntryId> = (0..10_000).map(|_| new_id()).collect();
        assert!(ids.is_sorted_by(|a, b| a < b));
        let later: ConversationId = new_id();
        assert!(later.uuid() > ids[ids.len() - 1].uuid());
    }

    #[test]
    fn a_successor_is_greater_and_still_version_7() {
        let time = uuid_v7(Timestamp::from_millis(1_700_000_000_000), [0xff; 10]);
        for uuid in [time, uuid_v7(Timestamp::from_millis(5), [0; 10])] {
            let next = successor(uuid);
            assert!(next > uuid);
            assert_eq!(next.get_version_num(), 7, "{next}");
            assert_eq!(next.get_variant(), uuid::Variant::RFC4122, "{next}");
        }
    }

    #[test]
    fn the_clock_is_set() {
        let year_2020 = Timestamp::from_millis(1_577_836_800_000);
        assert!(now() > year_2020);
    }
}
