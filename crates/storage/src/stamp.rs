//! The moment and the randomness of one operation.

use rapport_core::Timestamp;
use rapport_core::id::{TypedId, uuid_v7};

/// When an operation happens and where its new ids come from. The caller owns clock and
/// randomness, so a test can own both.
#[derive(Debug, Clone, Copy)]
pub struct Stamp {
    pub at: Timestamp,
    pub random: fn() -> [u8; 10],
}

impl Stamp {
    pub fn id<T: TypedId>(&self) -> T {
        T::from_uuid(uuid_v7(self.at, (self.random)()))
    }
}
