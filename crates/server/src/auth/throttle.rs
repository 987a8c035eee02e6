//! Limits on guessing: sign-ins by address and by client, visitors' connections by client.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use rapport_channels::webchat::visitor::Visitor;

use crate::config::Limits;

pub(crate) const fn per_minute(rate: u32) -> Quota {
    match NonZeroU32::new(rate) {
        Some(rate) => Quota::per_minute(rate),
        None => Quota::per_minute(NonZeroU32::MIN),
    }
}

/// Keys remembered before those at rest are forgotten.
const KEYS_MAX: usize = 100_000;

/// How long to wait before the next try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Throttled(pub Duration);

#[derive(Debug)]
pub struct Throttle {
    sign_in_by_email: DefaultKeyedRateLimiter<String>,
    sign_in_by_client: DefaultKeyedRateLimiter<IpAddr>,
    visitor_by_client: DefaultKeyedRateLimiter<IpAddr>,
    message_by_visitor: DefaultKeyedRateLimiter<Visitor>,
}

/// Messages that a visitor may send in one go, or a second's worth where that is more.
const MESSAGE_BURST: u32 = 10;

impl Throttle {
    pub fn new(limits: &Limits) -> Self {
        let burst = MESSAGE_BURST.max(limits.visitor_messages_per_minute / 60);
        let burst = NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN);
        let messages = per_minute(limits.visitor_messages_per_minute).allow_burst(burst);
        Self {
            message_by_visitor: RateLimiter::keyed(messages),
            sign_in_by_email: RateLimiter::keyed(per_minute(5)),
            sign_in_by_client: RateLimiter::keyed(per_minute(20)),
            visitor_by_client: RateLimiter::keyed(per_minute(
                limits.visitor_connections_per_minute,
            )),
        }
    }
}

pub(crate) fn check_rate<K: std::hash::Hash + Eq + Clone>(
    limiter: &DefaultKeyedRateLimiter<K>,
    key: &K,
) -> Result<(), Throttled> {
    if limiter.len() > KEYS_MAX {
        limiter.retain_recent();
    }
    limiter
        .check_key(key)
        .map_err(|until| Throttled(until.wait_time_from(DefaultClock::default().now())))
}

impl Throttle {
    /// Five tries a minute for an address, twenty for a client, whoever they are for.
    pub fn sign_in(&self, email: &str, client: IpAddr) -> Result<(), Throttled> {
        check_rate(&self.sign_in_by_client, &client)?;
        check_rate(&self.sign_in_by_email, &email.to_owned())
    }

    pub fn message(&self, visitor: Visitor) -> Result<(), Throttled> {
        check_rate(&self.message_by_visitor, &visitor)
    }

    pub fn visitor(&self, client: IpAddr) -> Result<(), Throttled> {
        check_rate(&self.visitor_by_client, &client)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sixth_guess_within_a_minute_waits() {
        let throttle = Throttle::new(&crate::config::Config::default().limits);
        let client = IpAddr::from([192, 0, 2, 1]);
        for _ in 0..5 {
            throttle.sign_in("a@example.com", client).unwrap();
        }
        let Throttled(wait) = throttle.sign_in("a@example.com", client).unwrap_err();
        assert!(wait <= Duration::from_secs(12));
        throttle.sign_in("b@example.com", client).unwrap();
    }
}
