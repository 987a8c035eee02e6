use rapport_core::event::EventData;
use rapport_core::id::AgentId;
use rapport_core::view::{SavedView, VIEWS_MAX, ViewBase, ViewFilter};
use rapport_storage::{StoreError, log, saved_view};

use crate::world::World;

impl World {
    fn view(&self, name: &str, agent_id: Option<AgentId>) -> SavedView {
        let filter = ViewFilter { base: ViewBase::Mine, unanswered: true, ..self.whole() };
        let (id, updated_at) = (self.stamp().id(), self.now());
        SavedView { id, name: name.into(), agent_id, filter, version: 1, updated_at }
    }

    fn whole(&self) -> ViewFilter {
        serde_json::from_str("{}").unwrap()
    }

    async fn save(&self, view: SavedView, by: AgentId) -> Result<SavedView, StoreError> {
        change!(self, tx => saved_view::add(tx, view, by, self.agent(0)))
    }

    async fn views(&self, agent_id: AgentId) -> Vec<SavedView> {
        read!(self, session => saved_view::for_agent(session, agent_id))
    }
}

on_both_engines! {
    async fn own_views_are_nobody_else_s_and_shared_ones_everybody_s(world: World) {
        let [ada, boris, _] = world.agents;
        let own = world.save(world.view("Mine to answer", Some(ada)), ada).await.unwrap();
        let shared = world.save(world.view("All to answer", None), ada).await.unwrap();
        assert_eq!(world.views(ada).await, [shared.clone(), own.clone()]);
        assert_eq!(world.views(boris).await, std::slice::from_ref(&shared));
        let mut reader = world.store.read().await.unwrap();
        let hidden = saved_view::get(&mut reader.session(), own.id, boris).await;
        assert!(matches!(hidden, Err(StoreError::NotFound(_))), "{hidden:?}");
        drop(reader);

        let renamed = SavedView { name: "To answer".into(), version: 2, ..own.clone() };
        let now = change!(world, tx => saved_view::update(tx, renamed.clone(), ada, world.agent(0)));
        assert_eq!(now.unwrap(), renamed);
        let late = change!(world, tx => saved_view::update(tx, renamed.clone(), ada, world.agent(0)));
        assert!(matches!(late, Err(StoreError::VersionConflict { current: 2 })), "{late:?}");
        change!(world, tx => saved_view::remove(tx, shared.clone(), world.agent(0), world.now()))
            .unwrap();
        assert_eq!(world.views(ada).await, [renamed]);
        assert_eq!(world.views(boris).await, []);
        let told = read!(world, session => log::after(session, 0, i64::MAX, 1_000));
        let is_of = |data: &EventData| match data {
            EventData::ViewSaved(_) => Some("saved"),
            EventData::ViewRemoved(change) if change.view.id == shared.id => Some("removed"),
            _ => None,
        };
        let told: Vec<_> = told.iter().filter_map(|event| is_of(&event.data)).collect();
        assert_eq!(told, ["saved", "saved", "saved", "removed"]);
        world.assert_whole().await;
    }

    async fn there_is_room_for_so_many_views(world: World) {
        let [ada, boris, _] = world.agents;
        for n in 0..VIEWS_MAX {
            world.save(world.view(&format!("View {n}"), Some(ada)), ada).await.unwrap();
        }
        let full = world.save(world.view("One more", Some(ada)), ada).await;
        assert!(matches!(full, Err(StoreError::Taken(_))), "{full:?}");
        world.save(world.view("Everybody's", None), ada).await.unwrap();
        world.save(world.view("His", Some(boris)), boris).await.unwrap();
    }
}
