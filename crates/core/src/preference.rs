//! Which channel a contact prefers, learned from how they have begun.

use std::collections::BTreeMap;

use crate::Timestamp;
use crate::channel::Channel;

/// So many of the newest conversations that they began are looked at: habits change.
pub const REGARDED_MAX: usize = 20;
/// Of fewer, nothing is learned.
pub const CONVERSATIONS_MIN: usize = 3;
/// So many of a hundred must have begun by a channel for it to be preferred.
const SHARE_MIN_PERCENT: usize = 60;

/// A conversation that the contact began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Begun {
    pub channel: Channel,
    pub at: Timestamp,
    /// How they said that it was, from 1 to 5.
    pub score: Option<u8>,
}

/// What a contact does by a channel.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Habit {
    /// Conversations begun by it, of those that are looked at.
    pub begun: usize,
    /// Of these, how many were rated, and all their scores.
    pub rated: usize,
    pub scores: usize,
    /// When the newest of them began.
    pub last_at: Timestamp,
}

/// What was learned, and of what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Preference {
    /// None where nothing is clear.
    pub channel: Option<Channel>,
    /// How many conversations were looked at.
    pub regarded: usize,
    pub habits: BTreeMap<Channel, Habit>,
}

impl Preference {
    /// Of the conversations that a contact began, the newest first: the channel by which most of them
    /// began, if there are three or more, and it is at least three of five.
    pub fn learn(begun: &[Begun]) -> Self {
        let regarded = &begun[..begun.len().min(REGARDED_MAX)];
        let mut habits: BTreeMap<Channel, Habit> = BTreeMap::new();
        for one in regarded {
            let habit = habits.entry(one.channel).or_default();
            habit.begun += 1;
            habit.last_at = habit.last_at.max(one.at);
            if let Some(score) = one.score {
                habit.rated += 1;
                habit.scores += usize::from(score);
            }
        }
        let most = habits.iter().max_by_key(|(_, habit)| habit.begun);
        let channel = most.filter(|(_, habit)| {
            regarded.len() >= CONVERSATIONS_MIN
                && habit.begun * 100 >= regarded.len() * SHARE_MIN_PERCENT
        });
        Self { channel: channel.map(|(channel, _)| *channel), regarded: regarded.len(), habits }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn begun(channels: &[Channel]) -> Vec<Begun> {
        let one = |(n, channel): (usize, &Channel)| Begun {
            channel: *channel,
            at: Timestamp::from_millis(1_000 - i64::try_from(n).unwrap()),
            score: None,
        };
        channels.iter().enumerate().map(one).collect()
    }

    #[test]
    fn what_three_of_five_began_by_is_preferred() {
        use Channel::{Email, Webchat};
        for (channels, expected) in [
            (vec![], None),
            (vec![Email, Email], None),
            (vec![Email, Email, Webchat], Some(Email)),
            (vec![Email, Webchat, Email, Webchat], None),
            (vec![Email, Webchat, Email, Webchat, Webchat], Some(Webchat)),
        ] {
            assert_eq!(Preference::learn(&begun(&channels)).channel, expected, "{channels:?}");
        }
    }

    #[test]
    fn what_was_long_ago_is_forgotten() {
        let mut channels = vec![Channel::Webchat; REGARDED_MAX];
        channels.extend([Channel::Email; 100]);
        let learned = Preference::learn(&begun(&channels));
        assert_eq!((learned.channel, learned.regarded), (Some(Channel::Webchat), REGARDED_MAX));
        assert!(!learned.habits.contains_key(&Channel::Email));
    }

    #[test]
    fn how_it_was_is_said_of_the_channel_by_which_it_began() {
        let mut all = begun(&[Channel::Webchat, Channel::Email, Channel::Webchat]);
        all[0].score = Some(5);
        all[2].score = Some(2);
        let habit = Preference::learn(&all).habits[&Channel::Webchat];
        assert_eq!((habit.begun, habit.rated, habit.scores), (2, 2, 7));
        assert_eq!(habit.last_at, all[0].at);
    }

    proptest! {
        #[test]
        fn the_evidence_says_what_was_learned(by_mail in prop::collection::vec(any::<bool>(), 0..40)) {
            let of = |mail| if mail { Channel::Email } else { Channel::Webchat };
            let channels: Vec<Channel> = by_mail.into_iter().map(of).collect();
            let learned = Preference::learn(&begun(&channels));
            let all: usize = learned.habits.values().map(|habit| habit.begun).sum();
            prop_assert_eq!(all, learned.regarded);
            if let Some(channel) = learned.channel {
                prop_assert!(learned.habits[&channel].begun * 5 >= learned.regarded * 3);
            }
        }
    }
}
