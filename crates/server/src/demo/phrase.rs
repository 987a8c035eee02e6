//! Sentences with choices and slots: `[Hi|Hello], my {product} arrived` becomes `Hello, my Duffel
//! arrived`. Neither nests.

use super::chance::Chance;

/// What the slots of a phrase stand for.
#[derive(Debug, Clone)]
pub struct Slots<'a> {
    pub name: &'a str,
    pub agent: &'a str,
    pub order: &'a str,
    pub product: &'a str,
    pub price: &'a str,
}

impl Slots<'_> {
    fn value(&self, slot: &str) -> &str {
        match slot {
            "name" => self.name,
            "agent" => self.agent,
            "order" => self.order,
            "product" => self.product,
            "price" => self.price,
            // A test reads every phrase, and finds what is not a slot.
            _ => "{?}",
        }
    }
}

/// Says the phrase: each choice made by chance, each slot filled.
pub fn say(phrase: &str, slots: &Slots<'_>, chance: &mut Chance) -> String {
    let mut said = String::with_capacity(phrase.len());
    let mut rest = phrase;
    while let Some(start) = rest.find('[') {
        said.push_str(&rest[..start]);
        let (choices, after) =
            rest[start + 1..].split_once(']').unwrap_or((&rest[start + 1..], ""));
        let choices: Vec<&str> = choices.split('|').collect();
        let chosen = *chance.one(&choices);
        said.push_str(chosen);
        rest = after;
    }
    said.push_str(rest);
    fill(&said, slots)
}

fn fill(text: &str, slots: &Slots<'_>) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        filled.push_str(&rest[..start]);
        let (slot, after) = rest[start + 1..].split_once('}').unwrap_or((&rest[start + 1..], ""));
        filled.push_str(slots.value(slot));
        rest = after;
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_and_slots() {
        let slots =
            Slots { name: "Nora", agent: "Tom", order: "1042", product: "Duffel", price: "189" };
        let mut chance = Chance::new(1);
        for _ in 0..20 {
            let said = say("[Hi|Hello] {name}, [|dear ]{order}: {product}.", &slots, &mut chance);
            assert!(
                [
                    "Hi Nora, 1042: Duffel.",
                    "Hello Nora, 1042: Duffel.",
                    "Hi Nora, dear 1042: Duffel.",
                    "Hello Nora, dear 1042: Duffel.",
                ]
                .contains(&said.as_str()),
                "{said}"
            );
        }
        assert_eq!(say("{nonsense}", &slots, &mut chance), "{?}");
        assert_eq!(say("plain", &slots, &mut chance), "plain");
    }
}
