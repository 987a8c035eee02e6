//! Making one contact of two, and two of one: what becomes of what is known of them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Timestamp;
use crate::actor::Actor;
use crate::consent;
use crate::contact::{Contact, Details, Identity, IdentityKind, TAGS_MAX};
use crate::id::{ContactFieldId, ContactId, MergeId};

/// Most conversations of a contact that can become a part of another.
pub const CONVERSATIONS_MAX: usize = 10_000;

/// What stands of the contact who becomes a part of another, where the other says something else.
/// Without it the other's word stands; what only one of them has, both have afterwards.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Preferred {
    pub name: bool,
    pub language: bool,
    pub company: bool,
    pub preferred_channel: bool,
    /// These custom fields.
    #[schema(max_items = 200)]
    pub field_ids: Vec<ContactFieldId>,
}

/// A contact who has become a part of another, and can be taken out again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Merge {
    pub id: MergeId,
    pub at: Timestamp,
    pub by: Actor,
    pub merged: MergedContact,
}

/// As much as tells who it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MergedContact {
    pub id: ContactId,
    pub name: Option<String>,
    /// Those that they brought and that are still there.
    pub identities: Vec<Identity>,
    /// Conversations that they brought.
    pub conversations_count: i64,
}

/// Somebody who may be the same person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Duplicate {
    pub contact: Contact,
    /// Addresses that both have: why they may be the same.
    pub reasons: Vec<SharedAddress>,
}

/// An address that two contacts have. At most one of them can have it verified.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
pub struct SharedAddress {
    pub kind: IdentityKind,
    pub value: String,
    /// Whether it is verified as this contact's.
    pub verified: bool,
    /// Whether it is verified as the other's.
    pub verified_there: bool,
}

fn pick<T: Clone>(prefers_from: bool, of_into: &Option<T>, of_from: &Option<T>) -> Option<T> {
    let (first, second) = if prefers_from { (of_from, of_into) } else { (of_into, of_from) };
    first.clone().or_else(|| second.clone())
}

/// What a merge changed is as it was, unless somebody has changed it since.
fn back<T: Clone + PartialEq>(now: &T, had: &T, made: &T) -> T {
    if now == made { had.clone() } else { now.clone() }
}

/// What is known of a contact once another has become a part of them.
pub fn combine(into: &Details, from: &Details, preferred: &Preferred) -> Details {
    let mut tag_ids = into.tag_ids.clone();
    for tag_id in &from.tag_ids {
        if !tag_ids.contains(tag_id) && tag_ids.len() < TAGS_MAX {
            tag_ids.push(*tag_id);
        }
    }
    let mut fields = into.fields.clone();
    for (id, value) in &from.fields {
        if preferred.field_ids.contains(id) || !fields.contains_key(id) {
            fields.insert(*id, value.clone());
        }
    }
    Details {
        name: pick(preferred.name, &into.name, &from.name),
        language: pick(preferred.language, &into.language, &from.language),
        company_id: pick(preferred.company, &into.company_id, &from.company_id),
        tag_ids,
        fields,
        preferred_channel: pick(
            preferred.preferred_channel,
            &into.preferred_channel,
            &from.preferred_channel,
        ),
        consents: consent::combine(&into.consents, &from.consents),
    }
}

/// As [`back`], each entry by itself.
fn parted<K: Ord + Clone, V: Clone + PartialEq>(
    now: &BTreeMap<K, V>,
    had: &BTreeMap<K, V>,
    made: &BTreeMap<K, V>,
) -> BTreeMap<K, V> {
    let mut all = now.clone();
    for key in made.iter().filter(|(key, it)| now.get(*key) == Some(*it)).map(|(key, _)| key) {
        match had.get(key) {
            Some(was) => all.insert(key.clone(), was.clone()),
            None => all.remove(key),
        };
    }
    all
}

/// What is known of a contact once the other is taken out again: what the merge changed from `had`
/// to `made` is as it was, unless somebody has changed it since.
pub fn take_apart(now: &Details, had: &Details, made: &Details) -> Details {
    let came = |tag_id| made.tag_ids.contains(tag_id) && !had.tag_ids.contains(tag_id);
    Details {
        name: back(&now.name, &had.name, &made.name),
        language: back(&now.language, &had.language, &made.language),
        company_id: back(&now.company_id, &had.company_id, &made.company_id),
        tag_ids: now.tag_ids.iter().filter(|tag_id| !came(*tag_id)).copied().collect(),
        fields: parted(&now.fields, &had.fields, &made.fields),
        preferred_channel: back(
            &now.preferred_channel,
            &had.preferred_channel,
            &made.preferred_channel,
        ),
        consents: parted(&now.consents, &had.consents, &made.consents),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::channel::Channel;
    use crate::consent::{Consent, ConsentState};
    use crate::directory::contact_field::FieldValue;
    use crate::id::{CompanyId, TagId, TypedId};

    fn id<T: TypedId>(n: u8) -> T {
        T::from_uuid(Uuid::from_u128(u128::from(n)))
    }

    fn channel() -> impl Strategy<Value = Channel> {
        proptest::sample::select(Channel::ALL.to_vec())
    }

    prop_compose! {
        fn consent()(given in any::<bool>(), at in 0..5i64) -> Consent {
            let state = if given { ConsentState::Given } else { ConsentState::Refused };
            Consent { state, at: Timestamp::from_millis(at), by: Actor::SYSTEM, note: None }
        }
    }

    prop_compose! {
        fn details()(
            name in proptest::option::of("[ab]"),
            language in proptest::option::of("(de|en)"),
            company in proptest::option::of(0..3u8),
            tags in proptest::collection::btree_set(0..30u8, 0..20),
            fields in proptest::collection::btree_map(0..4u8, "[xy]", 0..4),
            preferred_channel in proptest::option::of(channel()),
            consents in proptest::collection::btree_map(channel(), consent(), 0..4),
        ) -> Details {
            Details {
                name,
                language,
                company_id: company.map(id::<CompanyId>),
                tag_ids: tags.into_iter().map(id::<TagId>).collect(),
                fields: fields
                    .into_iter()
                    .map(|(n, text)| (id::<ContactFieldId>(n), FieldValue::Text(text)))
                    .collect(),
                preferred_channel,
                consents,
            }
        }
    }

    prop_compose! {
        fn preferred()(
            (name, language, company, preferred_channel) in any::<(bool, bool, bool, bool)>(),
            fields in proptest::collection::vec(0..4u8, 0..4),
        ) -> Preferred {
            let field_ids = fields.into_iter().map(id::<ContactFieldId>).collect();
            Preferred { name, language, company, preferred_channel, field_ids }
        }
    }

    proptest! {
        #[test]
        fn nothing_that_only_one_knows_is_lost(
            into in details(), from in details(), preferred in preferred(),
        ) {
            let made = combine(&into, &from, &preferred);
            prop_assert_eq!(made.name.is_some(), into.name.is_some() || from.name.is_some());
            prop_assert!(made.tag_ids.len() <= TAGS_MAX);
            prop_assert!(made.tag_ids.starts_with(&into.tag_ids));
            for (id, value) in &made.fields {
                let by_from = from.fields.get(id) == Some(value);
                prop_assert!(by_from || into.fields.get(id) == Some(value));
            }
            for id in into.fields.keys().chain(from.fields.keys()) {
                prop_assert!(made.fields.contains_key(id));
            }
            for (channel, word) in into.consents.iter().chain(&from.consents) {
                prop_assert!(made.consents[channel].at >= word.at, "the newer word stands");
            }
            for id in preferred.field_ids.iter().filter(|id| from.fields.contains_key(id)) {
                prop_assert_eq!(made.fields.get(id), from.fields.get(id));
            }
        }

        #[test]
        fn taken_apart_at_once_it_is_as_it_was(
            into in details(), from in details(), preferred in preferred(),
        ) {
            let made = combine(&into, &from, &preferred);
            prop_assert_eq!(take_apart(&made, &into, &made), into);
        }

        #[test]
        fn what_somebody_changed_since_stands(
            into in details(), from in details(), now in details(),
        ) {
            let made = combine(&into, &from, &Preferred::default());
            let apart = take_apart(&now, &into, &made);
            if now.name != made.name {
                prop_assert_eq!(&apart.name, &now.name);
            }
            for (id, value) in &now.fields {
                if made.fields.get(id) != Some(value) {
                    prop_assert_eq!(apart.fields.get(id), Some(value));
                }
            }
            for tag_id in &apart.tag_ids {
                prop_assert!(now.tag_ids.contains(tag_id), "no tag comes back that was taken off");
            }
        }
    }
}
