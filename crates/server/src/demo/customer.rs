//! The demonstration's customers. Names are put together by chance, addresses are at example
//! domains (RFC 2606) and numbers from ranges kept for fiction.

use rapport_core::contact::IdentityKind;

use super::chance::Chance;
use super::talk::Language::{self, De, En, Es, Fr, Ru, Zh};

pub const CUSTOMERS: usize = 280;

/// How often each language comes, in turn: the first two are those who wait at the start.
const WHEEL: [Language; 16] = [En, De, En, Zh, En, Ru, De, Fr, En, En, Es, De, Zh, En, Ru, En];

/// Given names with their form in addresses.
const fn given(language: Language) -> &'static [(&'static str, &'static str)] {
    match language {
        En => &[
            ("Maya", "maya"),
            ("Owen", "owen"),
            ("Priya", "priya"),
            ("Callum", "callum"),
            ("Grace", "grace"),
            ("Idris", "idris"),
            ("Nora", "nora"),
            ("Samuel", "samuel"),
            ("Bridget", "bridget"),
            ("Theo", "theo"),
            ("Hannah", "hannah"),
            ("Kofi", "kofi"),
        ],
        De => &[
            ("Lena", "lena"),
            ("Jörg", "joerg"),
            ("Friederike", "friederike"),
            ("Matthias", "matthias"),
            ("Antje", "antje"),
            ("Uwe", "uwe"),
            ("Katharina", "katharina"),
            ("Björn", "bjoern"),
            ("Silke", "silke"),
            ("Emre", "emre"),
        ],
        Zh => &[
            ("静怡", "jingyi"),
            ("浩然", "haoran"),
            ("小雨", "xiaoyu"),
            ("志强", "zhiqiang"),
            ("思琪", "siqi"),
            ("建华", "jianhua"),
            ("雨桐", "yutong"),
            ("明轩", "mingxuan"),
        ],
        Ru => &[
            ("Анна", "anna"),
            ("Сергей", "sergey"),
            ("Екатерина", "ekaterina"),
            ("Дмитрий", "dmitry"),
            ("Полина", "polina"),
            ("Максим", "maxim"),
            ("Ирина", "irina"),
            ("Павел", "pavel"),
        ],
        Es => &[
            ("Lucía", "lucia"),
            ("Álvaro", "alvaro"),
            ("Marta", "marta"),
            ("Iker", "iker"),
            ("Rocío", "rocio"),
            ("Diego", "diego"),
        ],
        Fr => &[
            ("Chloé", "chloe"),
            ("Antoine", "antoine"),
            ("Élodie", "elodie"),
            ("Mathis", "mathis"),
            ("Salomé", "salome"),
            ("Bastien", "bastien"),
        ],
    }
}

/// Family names, Chinese ones whole and before the given name, others by their initial.
const fn family(language: Language) -> &'static [&'static str] {
    match language {
        En | De | Es | Fr => {
            &["A", "B", "C", "D", "F", "G", "H", "K", "L", "M", "P", "R", "S", "T", "W"]
        }
        Zh => &["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴"],
        Ru => &["А", "Б", "В", "Г", "Д", "Е", "К", "Л", "М", "Н", "П", "С"],
    }
}

#[derive(Debug, Clone)]
pub struct Customer {
    /// None: never said it.
    pub name: Option<String>,
    /// As an agent addresses them.
    pub given: &'static str,
    pub language: Language,
    /// Of their browser.
    pub visitor: String,
    /// With whether they are verified.
    pub identities: Vec<(IdentityKind, String, bool)>,
}

pub fn all(chance: &mut Chance) -> Vec<Customer> {
    (0..CUSTOMERS).map(|number| customer(number, chance)).collect()
}

fn customer(number: usize, chance: &mut Chance) -> Customer {
    let language = WHEEL[number % WHEEL.len()];
    let (given, latin) = *chance.one(given(language));
    let family = *chance.one(family(language));
    let name = match language {
        Zh => format!("{family}{given}"),
        En | De | Ru | Es | Fr => format!("{given} {family}."),
    };
    let mut identities = Vec::new();
    if chance.percent(85) {
        let host = chance.one(&["example.com", "example.org", "example.net"]);
        let email = format!("{latin}.{}@{host}", 100 + number);
        identities.push((IdentityKind::Email, email, chance.percent(60)));
    }
    if chance.percent(40) {
        identities.push((IdentityKind::Phone, phone(language, number), chance.percent(25)));
    }
    // The second one waits at the start, and has said nothing of themselves yet.
    let is_anonymous = number == 1;
    if is_anonymous {
        identities.clear();
    }
    Customer {
        name: (!is_anonymous).then_some(name),
        given,
        language,
        visitor: format!("{:016x}{number:016x}", chance.between(0, u64::MAX - 1)),
        identities,
    }
}

/// A number for fiction: Ofcom's 07700 900xxx, ARCEP's 06 39 98 xx xx.
fn phone(language: Language, number: usize) -> String {
    match language {
        Fr => format!("+3363998{number:04}"),
        En | De | Zh | Ru | Es => format!("+447700900{number:03}"),
    }
}
