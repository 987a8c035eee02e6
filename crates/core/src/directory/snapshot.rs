//! The whole directory in memory, and one record of any kind.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{
    Agent, Brand, CannedReply, ContactField, Disposition, Inbox, Kind, OpeningHours, ProactiveRule,
    Queue, Record, Role, Segment, Site, Skill, Stored, Tag, Team, Webhook,
};
use crate::id::{
    AgentId, BrandId, CannedReplyId, ContactFieldId, DispositionId, HoursId, InboxId,
    ProactiveRuleId, QueueId, RoleId, SegmentId, SiteId, SkillId, TagId, TeamId, TypedId,
    WebhookId,
};

type Records<R> = BTreeMap<<R as Record>::Id, Arc<Stored<R>>>;

macro_rules! directory {
    ($($field:ident: $record:ident, $id:ident;)*) => {
        /// Every record, archived ones included (history names them).
        #[derive(Debug, Clone, Default)]
        pub struct Directory {
            $(pub $field: Records<$record>,)*
        }

        /// One record of any kind.
        #[derive(Debug, Clone)]
        pub enum AnyRecord {
            $($record(Arc<Stored<$record>>),)*
        }

        impl AnyRecord {
            pub const fn kind(&self) -> Kind {
                match self { $(Self::$record(_) => <$record as Record>::KIND,)* }
            }

            pub fn id_text(&self) -> String {
                match self { $(Self::$record(stored) => stored.id.to_string(),)* }
            }

            /// Reads a record of the given kind from its JSON.
            pub fn from_json(kind: Kind, json: &str) -> Result<Self, serde_json::Error> {
                Ok(match kind {
                    $(<$record as Record>::KIND => {
                        Self::$record(Arc::new(serde_json::from_str(json)?))
                    })*
                })
            }
        }

        impl Directory {
            /// Takes a record in, unless a later version of it is there: what is known from the
            /// log may come behind what is known from a change.
            pub fn put(&mut self, record: AnyRecord) {
                match record {
                    $(AnyRecord::$record(stored) => {
                        let known = self.$field.get(&stored.id);
                        if known.is_none_or(|known| known.version <= stored.version) {
                            self.$field.insert(stored.id, stored);
                        }
                    })*
                }
            }
        }

        $(impl InDirectory for $record {
            fn records(directory: &Directory) -> &Records<Self> {
                &directory.$field
            }
            fn any(stored: Arc<Stored<Self>>) -> AnyRecord {
                AnyRecord::$record(stored)
            }
        })*

        $(impl From<Stored<$record>> for AnyRecord {
            fn from(stored: Stored<$record>) -> Self {
                Self::$record(Arc::new(stored))
            }
        })*

        const _: fn($($id),*) = |$(_: $id),*| {};
    };
}

/// Where the directory keeps a kind.
pub trait InDirectory: Record {
    fn records(directory: &Directory) -> &Records<Self>;
    fn any(stored: Arc<Stored<Self>>) -> AnyRecord;
}

directory! {
    agents: Agent, AgentId;
    brands: Brand, BrandId;
    canned_replies: CannedReply, CannedReplyId;
    contact_fields: ContactField, ContactFieldId;
    dispositions: Disposition, DispositionId;
    hours: OpeningHours, HoursId;
    inboxes: Inbox, InboxId;
    proactive_rules: ProactiveRule, ProactiveRuleId;
    queues: Queue, QueueId;
    roles: Role, RoleId;
    segments: Segment, SegmentId;
    sites: Site, SiteId;
    skills: Skill, SkillId;
    tags: Tag, TagId;
    webhooks: Webhook, WebhookId;
    teams: Team, TeamId;
}

impl Directory {
    /// The record with this id, also when it is archived.
    pub fn get<R: InDirectory>(&self, id: R::Id) -> Option<&Arc<Stored<R>>> {
        R::records(self).get(&id)
    }

    /// The record with this id, when it is in use.
    pub fn in_use<R: InDirectory>(&self, id: R::Id) -> Option<&Arc<Stored<R>>> {
        self.get::<R>(id).filter(|stored| !stored.archived)
    }

    /// Whether another record in use has this name (letter case does not count).
    pub fn name_taken<R: InDirectory>(&self, name: &str, except: Option<R::Id>) -> bool {
        let name = name.trim().to_lowercase();
        R::records(self).values().any(|stored| {
            !stored.archived
                && Some(stored.id) != except
                && stored.record.name().trim().to_lowercase() == name
        })
    }

    /// The inbox in use that a page names by its public key.
    pub fn inbox_by_key(&self, key: &str) -> Option<&Arc<Stored<Inbox>>> {
        self.inboxes
            .values()
            .find(|inbox| !inbox.archived && inbox.record.webchat.key == key && !key.is_empty())
    }

    pub fn agent_by_email(&self, email: &str) -> Option<&Arc<Stored<Agent>>> {
        let email = email.trim().to_lowercase();
        self.agents.values().find(|agent| agent.record.email == email)
    }
}

/// Text of an id inside an error message.
pub(super) fn missing<I: TypedId>(what: &str, id: I) -> String {
    format!("there is no {what} {id}; choose one from the list")
}
