//! Limits on guessing, and on visitors' connections and messages.
//!
//! Nobody can keep an agent from signing in by guessing at their password: tries are counted for
//! each account and network, and what all others together may guess at one account does not count
//! for a device on which it has signed in before.

use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use rapport_channels::webchat::visitor::Visitor;

use super::device::Device;
use crate::config::Limits;
use crate::http::Network;

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
    sign_in_by_network: DefaultKeyedRateLimiter<Network>,
    sign_in_by_account_and_network: DefaultKeyedRateLimiter<(String, Network)>,
    sign_in_by_account: DefaultKeyedRateLimiter<String>,
    sign_in_by_device: DefaultKeyedRateLimiter<(String, Device)>,
    link_by_network: DefaultKeyedRateLimiter<Network>,
    visitor_by_network: DefaultKeyedRateLimiter<Network>,
    message_by_visitor: DefaultKeyedRateLimiter<Visitor>,
}

/// Tries to sign in, a minute: of one network for whichever account,
const NETWORK_TRIES: u32 = 20;
/// of one network, or one device that is known, for one account,
pub const ACCOUNT_TRIES: u32 = 5;
/// and of all devices together that are not known, for one account.
const STRANGERS_TRIES: u32 = 10;

/// Tries to use a link by which a password is set, a minute, of one network.
const LINK_TRIES: u32 = 20;

/// Messages that a visitor may send in one go, or a second's worth where that is more.
const MESSAGE_BURST: u32 = 10;

impl Throttle {
    pub fn new(limits: &Limits) -> Self {
        let burst = MESSAGE_BURST.max(limits.visitor_messages_per_minute / 60);
        let burst = NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN);
        let messages = per_minute(limits.visitor_messages_per_minute).allow_burst(burst);
        Self {
            message_by_visitor: RateLimiter::keyed(messages),
            sign_in_by_network: RateLimiter::keyed(per_minute(NETWORK_TRIES)),
            sign_in_by_account_and_network: RateLimiter::keyed(per_minute(ACCOUNT_TRIES)),
            sign_in_by_account: RateLimiter::keyed(per_minute(STRANGERS_TRIES)),
            sign_in_by_device: RateLimiter::keyed(per_minute(ACCOUNT_TRIES)),
            link_by_network: RateLimiter::keyed(per_minute(LINK_TRIES)),
            visitor_by_network: RateLimiter::keyed(per_minute(
                limits.visitor_connections_per_minute,
            )),
        }
    }
}

pub(crate) fn check_rate<K: Hash + Eq + Clone>(
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
    /// Counts a try to sign in. `known`: the device, when the account has signed in on it before.
    pub fn sign_in(
        &self,
        email: &str,
        client: IpAddr,
        known: Option<Device>,
    ) -> Result<(), Throttled> {
        let account = email.to_owned();
        if let Some(device) = known {
            return check_rate(&self.sign_in_by_device, &(account, device));
        }
        let network = Network::of(client);
        check_rate(&self.sign_in_by_network, &network)?;
        check_rate(&self.sign_in_by_account_and_network, &(account.clone(), network))?;
        check_rate(&self.sign_in_by_account, &account)
    }

    /// Counts a try to use a link.
    pub fn link(&self, client: IpAddr) -> Result<(), Throttled> {
        check_rate(&self.link_by_network, &Network::of(client))
    }

    pub fn message(&self, visitor: Visitor) -> Result<(), Throttled> {
        check_rate(&self.message_by_visitor, &visitor)
    }

    pub fn visitor(&self, client: IpAddr) -> Result<(), Throttled> {
        check_rate(&self.visitor_by_network, &Network::of(client))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn throttle() -> Throttle {
        Throttle::new(&crate::config::Config::default().limits)
    }

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn the_sixth_guess_within_a_minute_waits() {
        let throttle = throttle();
        let client = ip("192.0.2.1");
        for _ in 0..5 {
            throttle.sign_in("a@example.com", client, None).unwrap();
        }
        let Throttled(wait) = throttle.sign_in("a@example.com", client, None).unwrap_err();
        assert!(wait <= Duration::from_secs(12));
        throttle.sign_in("b@example.com", client, None).unwrap();
    }

    #[test]
    fn guesses_from_one_network_hold_up_nobody_elsewhere() {
        let throttle = throttle();
        for host in 1..=5 {
            let guesser = ip(&format!("2001:db8:1:2::{host}"));
            throttle.sign_in("a@example.com", guesser, None).unwrap();
        }
        throttle.sign_in("a@example.com", ip("2001:db8:1:2:ffff::"), None).unwrap_err();
        throttle.sign_in("a@example.com", ip("2001:db8:1:3::1"), None).unwrap();
    }

    #[test]
    fn guesses_from_many_networks_are_slowed_down_but_not_for_a_known_device() {
        let throttle = throttle();
        for network in 1..=10 {
            let guesser = ip(&format!("192.0.2.{network}"));
            throttle.sign_in("a@example.com", guesser, None).unwrap();
        }
        let elsewhere = ip("198.51.100.1");
        throttle.sign_in("a@example.com", elsewhere, None).unwrap_err();
        let device = Some(Device::named("d"));
        for _ in 0..5 {
            throttle.sign_in("a@example.com", elsewhere, device.clone()).unwrap();
        }
        throttle.sign_in("a@example.com", elsewhere, device).unwrap_err();
    }

    #[test]
    fn a_network_guesses_at_so_many_links() {
        let throttle = throttle();
        for _ in 0..20 {
            throttle.link(ip("192.0.2.1")).unwrap();
        }
        throttle.link(ip("192.0.2.1")).unwrap_err();
        throttle.link(ip("192.0.2.2")).unwrap();
    }

    #[test]
    fn a_network_guesses_at_so_many_accounts() {
        let throttle = throttle();
        let client = ip("192.0.2.1");
        for n in 0..20 {
            throttle.sign_in(&format!("{n}@example.com"), client, None).unwrap();
        }
        throttle.sign_in("20@example.com", client, None).unwrap_err();
    }
}
