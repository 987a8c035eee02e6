//! The list of channels.

use rapport_core::channel::Channel as Kind;

use crate::Channel;
use crate::custom::Custom;
use crate::email::{Email, Trust};
use crate::posting::Client;
use crate::webchat::Webchat;

/// Every channel of this program.
pub struct Registry(Vec<Box<dyn Channel>>);

impl std::fmt::Debug for Registry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.0.iter().map(|channel| channel.kind())).finish()
    }
}

impl Registry {
    pub fn new(client: Client, trust: Trust) -> Self {
        Self(vec![Box::new(Webchat), Box::new(Email::new(trust)), Box::new(Custom::new(client))])
    }

    /// The channel of this kind; none when this program does not have it.
    pub fn get(&self, kind: Kind) -> Option<&dyn Channel> {
        self.0.iter().find(|channel| channel.kind() == kind).map(AsRef::as_ref)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::posting::Reach;

    #[test]
    fn web_chat_is_there_and_the_telephone_is_not() {
        let registry = Registry::new(Client::new(Reach::default()), Trust::default());
        assert_eq!(registry.get(Kind::Webchat).unwrap().kind(), Kind::Webchat);
        assert!(registry.get(Kind::Voice).is_none());
    }
}
