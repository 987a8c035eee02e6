//! What people write, and what is looked for in it. Words are as frequent as their rank says
//! (Zipf), every twelfth message is Chinese, and every fifth of the others names an order.

use rapport_sim::chance::Chance;

use super::Size;

const WORDS: usize = 20_000;
/// The most frequent, from the first rank on.
const FREQUENT: [&str; 40] = [
    "the", "my", "order", "is", "bag", "and", "delivery", "it", "strap", "when", "please", "not",
    "broke", "you", "return", "to", "colour", "invoice", "for", "arrived", "size", "with",
    "payment", "in", "leather", "was", "refund", "of", "address", "gift", "shop", "wrong", "zip",
    "lost", "parcel", "voucher", "tracking", "black", "exchange", "warranty",
];
const CHINESE: [&str; 24] = [
    "订单",
    "我的",
    "请问",
    "快递",
    "什么时候",
    "退货",
    "包",
    "背带",
    "坏了",
    "发票",
    "尺寸",
    "颜色",
    "付款",
    "地址",
    "收到",
    "礼物",
    "优惠券",
    "换货",
    "保修",
    "皮革",
    "拉链",
    "丢失",
    "客服",
    "谢谢",
];
const SYLLABLES: [&str; 20] = [
    "ka", "lo", "mi", "ru", "se", "ta", "vo", "ni", "pe", "du", "fa", "gi", "ho", "ju", "be", "co",
    "ra", "so", "tu", "wa",
];
const CHINESE_EVERY: usize = 12;
const NUMBERED_EVERY: usize = 5;

/// The word of a rank, from 1.
fn word(rank: usize) -> String {
    if let Some(frequent) = FREQUENT.get(rank - 1) {
        return (*frequent).to_owned();
    }
    let mut rest = rank;
    let mut word = String::new();
    while rest > 0 {
        word.push_str(SYLLABLES[rest % SYLLABLES.len()]);
        rest /= SYLLABLES.len();
    }
    word
}

/// A rank from 1 to `ranks`, each as likely as one divided by it.
fn rank(ranks: usize, chance: &mut Chance) -> usize {
    // Doubling: each power of two has the same share.
    let bits = usize::BITS - ranks.leading_zeros();
    loop {
        let low = 1_usize << chance.below(bits as usize);
        let rank = low + chance.below(low);
        if rank <= ranks {
            return rank;
        }
    }
}

fn order_number(message: usize) -> String {
    format!("r{message:07}")
}

/// The text of a message by its number.
pub fn message(number: usize, chance: &mut Chance) -> String {
    if number.is_multiple_of(CHINESE_EVERY) {
        let words = 3 + chance.below(8);
        return (0..words).map(|_| CHINESE[rank(CHINESE.len(), chance) - 1]).collect();
    }
    let mut words: Vec<String> =
        (0..6 + chance.below(13)).map(|_| word(rank(WORDS, chance))).collect();
    if number.is_multiple_of(NUMBERED_EVERY) {
        words.push(order_number(number));
    }
    words.join(" ")
}

/// What is looked for: each kind with several queries. A blank at the end makes the last word
/// whole; without it, it may be the beginning of one, as while somebody types.
pub fn queries(size: Size) -> Vec<(&'static str, Vec<String>)> {
    let whole = |ranks: std::ops::Range<usize>| ranks.map(|rank| word(rank) + " ").collect();
    let numbers = (1..=20).map(|nth| nth * size.messages / 21 / 60 * 60 + NUMBERED_EVERY);
    let begun = |letters: usize, ranks: std::ops::Range<usize>| {
        ranks.map(|rank| word(rank).chars().take(letters).collect()).collect()
    };
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    vec![
        ("search, common word", whole(3..10)),
        ("search, word of 1 in 150 messages", whole(150..170)),
        ("search, word of one message", numbers.map(|number| order_number(number) + " ").collect()),
        ("search, two common words", texts(&["order strap ", "bag refund ", "delivery when "])),
        ("search, phrase", texts(&["\"my order\"", "\"the strap\"", "\"order is\""])),
        ("search, common word as typed", texts(&["order", "deliv", "stra", "bag"])),
        ("search, two letters as typed", texts(&["or", "de", "st", "ba", "ka", "re"])),
        ("search, five letters of a rare word", begun(5, 4_000..4_020)),
        ("search, Chinese", texts(&["订单", "退货", "什么时候", "优惠券", "我的订单"])),
        ("search, one Chinese character", texts(&["单", "货", "谢"])),
        ("search, nothing found", texts(&["strap nosuchword ", "\"refund zip leather\" bag "])),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frequent_words_are_frequent() {
        let mut chance = Chance::new(1);
        let texts: Vec<String> = (0..6_000).map(|number| message(number, &mut chance)).collect();
        let with = |what: &str| {
            texts.iter().filter(|text| text.split(' ').any(|word| word == what)).count()
        };
        assert!((1_000..3_000).contains(&with("order")), "{}", with("order"));
        assert!((10..100).contains(&with(&word(160))), "{}", with(&word(160)));
        assert_eq!(with(&order_number(605)), 1);
    }
}
