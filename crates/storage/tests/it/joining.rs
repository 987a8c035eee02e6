use rapport_core::channel::Channel;
use rapport_core::conversation::Conversation;
use rapport_core::directory::Brand;
use rapport_core::entry::{Entry, EntryBody, Happening};
use rapport_core::event::EventData;
use rapport_core::id::ConversationId;
use rapport_core::joining::{JoinPolicy, Joining};
use rapport_storage::intake::{self, Arrival, Received, Sender};
use rapport_storage::{joining, merge};
use serde_json::json;

use crate::world::{World, inbound};

const VISITOR: &str = "v-1";

impl World {
    /// Agents are asked.
    fn asking(&self, channel: Channel) -> Arrival {
        let joining = Joining { policy: JoinPolicy::AskAgent, ..Joining::default() };
        Arrival { channel, joining, ..self.arrival() }
    }

    async fn says(&self, arrival: Arrival, text: &str, sees: Option<ConversationId>) -> Entry {
        let sender = Sender { sees, ..Sender::visitor(VISITOR, Some("en")) };
        let inbound = inbound(VISITOR, text, text);
        let stored = intake::receive(&self.store, self.stamp(), arrival, &sender, text, inbound);
        let Received { stored, .. } = stored.await.unwrap();
        stored.into_entry()
    }

    async fn apart(&self, id: ConversationId) -> Conversation {
        change!(self, tx => joining::keep_apart(tx, self.stamp(), id, self.agent(0))).unwrap()
    }

    /// A chat, and what came by another channel, of which agents are asked whether it is a part.
    async fn asked_about(&self) -> (ConversationId, ConversationId) {
        let chat = self.says(self.asking(Channel::Webchat), "one", None).await.conversation_id;
        let other = self.says(self.asking(Channel::Custom), "two", None).await.conversation_id;
        assert_ne!(chat, other);
        assert_eq!(self.get(other).await.merge_suggestion_id, Some(chat));
        assert_eq!(self.get(chat).await.merge_suggestion_id, None);
        (chat, other)
    }
}

on_both_engines! {
    async fn what_comes_by_another_channel_is_asked_about(world: World) {
        let (chat, other) = world.asked_about().await;
        let on = async |channel: Channel, text: &str, sees: Option<ConversationId>| {
            world.says(world.asking(channel), text, sees).await.conversation_id
        };
        assert_eq!(on(Channel::Webchat, "three", None).await, chat);
        assert_eq!(on(Channel::Custom, "four", None).await, other);
        assert_eq!(on(Channel::Webchat, "five", Some(other)).await, other, "they have it before them");
        assert_eq!(on(Channel::Webchat, "six", None).await, other, "it was by chat since");
        let all = world.conversations().await;
        assert_eq!(all.len(), 2);
        world.assert_whole().await;
    }

    async fn who_answers_is_not_asked_again(world: World) {
        let (_, other) = world.asked_about().await;
        let now = world.apart(other).await;
        assert_eq!(now.merge_suggestion_id, None);
        assert_eq!(world.apart(other).await, now, "once");
        let log = world.log().await;
        let told: Vec<_> = log
            .iter()
            .filter(|it| matches!(it.data, EventData::ConversationKeptApart(_)))
            .collect();
        assert_eq!(told.len(), 1);
        world.assert_whole().await;
    }

    async fn what_was_merged_is_answered(world: World) {
        let (chat, other) = world.asked_about().await;
        change!(world, tx => merge::merge(tx, world.stamp(), other, chat, world.agent(0))).unwrap();
        assert_eq!(world.get(other).await.merge_suggestion_id, None);
        let split = change!(world, tx => merge::split(tx, world.stamp(), other, world.agent(0)));
        assert_eq!(split.unwrap().merge_suggestion_id, None, "it was looked at");
        world.assert_whole().await;
    }

    async fn what_goes_the_other_way_is_answered_too(world: World) {
        let (chat, other) = world.asked_about().await;
        change!(world, tx => merge::merge(tx, world.stamp(), chat, other, world.agent(0))).unwrap();
        assert_eq!(world.get(other).await.merge_suggestion_id, None);
        let kept = world.apart(other).await;
        let apart = Happening::KeptApart { conversation_id: chat };
        let timeline = world.timeline(kept.id).await;
        let is_told = |it: &Entry| it.body == EntryBody::Event { event: apart.clone() };
        assert!(!timeline.iter().any(is_told), "nothing was asked");
        world.assert_whole().await;
    }

    async fn each_brand_has_conversations_of_its_own(world: World) {
        let first = world.says(world.arrival(), "one", None).await.conversation_id;
        let brand_id = world.stamp().id();
        let brand = json!({"name": "Tent", "colour": "#336699"});
        world.keep::<Brand>(brand_id, serde_json::from_value(brand).unwrap()).await;
        let other = Arrival { brand_id, ..world.arrival() };
        let second = world.says(other, "two", None).await.conversation_id;
        assert_ne!(first, second);
        assert_eq!(world.says(world.arrival(), "three", None).await.conversation_id, first);
    }
}
