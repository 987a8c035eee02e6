//! What of a mail's text is its writer's own, what they quote, and what their program signs with.
//! Nothing is dropped: every line is in one of the three, and in case of doubt it is their own.

use super::phrases::{FORWARDED, FROM, ORIGINAL, SENT_FROM, TITLES, WROTE};

/// Longest signature, in lines: what is longer was meant to be read.
const SIGNATURE_LINES_MAX: usize = 30;
/// A line that introduces a quotation may be wrapped into so many.
const INTRODUCTION_LINES_MAX: usize = 3;
/// Longest introduction, in characters: a date, a name and an address.
const INTRODUCTION_CHARS_MAX: usize = 400;
/// A header block says at least two things more within so many lines.
const HEADER_BLOCK_LINES: usize = 8;
/// A line of underscores of this length stands above what Outlook quotes.
const RULE_CHARS_MIN: usize = 20;

/// A text in three parts, each with its lines in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folded {
    pub visible: String,
    pub quoted: String,
    pub signature: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Own,
    Quoted,
    Signature,
}

/// Takes a text apart. What somebody forwards is what they have to say: of such a text nothing is
/// folded.
pub fn fold(text: &str, is_forwarded: bool) -> Folded {
    let lines: Vec<&str> = text.lines().collect();
    let whole = || Folded { visible: text.trim().to_owned(), ..Folded::default() };
    let end = first(&lines, begins_original).unwrap_or(lines.len());
    let forwarded = first(&lines, |rest| is_forward_mark(rest[0]));
    if is_forwarded || forwarded.is_some_and(|at| at <= end) {
        return whole();
    }
    let mut parts = vec![Part::Own; lines.len()];
    parts[end..].fill(Part::Quoted);
    fold_blocks(&lines[..end], &mut parts[..end]);
    fold_signature(&lines, &mut parts);
    let has_own =
        lines.iter().zip(&parts).any(|(line, part)| *part == Part::Own && !line.trim().is_empty());
    if !has_own {
        return whole();
    }
    let of = |wanted| {
        let lines: Vec<&str> = lines
            .iter()
            .zip(&parts)
            .filter(|(_, part)| **part == wanted)
            .map(|(line, _)| *line)
            .collect();
        trimmed(&lines)
    };
    Folded { visible: of(Part::Own), quoted: of(Part::Quoted), signature: of(Part::Signature) }
}

/// The lines as a text, without blank ones at its ends.
fn trimmed(lines: &[&str]) -> String {
    let text = lines.join("\n");
    let start = text.len() - text.trim_start_matches(['\n', ' ', '\t']).len();
    // The first line keeps its indentation.
    let start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    text[start..].trim_end().to_owned()
}

fn first(lines: &[&str], begins: impl Fn(&[&str]) -> bool) -> Option<usize> {
    (0..lines.len()).find(|&at| begins(&lines[at..]))
}

/// Whether all from here on is the message that is answered.
fn begins_original(rest: &[&str]) -> bool {
    let line = rest[0].trim();
    if is_original_mark(line) || begins_header_block(rest) {
        return true;
    }
    if line.chars().count() >= RULE_CHARS_MIN && line.chars().all(|c| c == '_') {
        let block = rest.iter().skip(1).position(|line| !line.trim().is_empty());
        return block.is_some_and(|at| begins_header_block(&rest[at + 1..]));
    }
    // An introduction with an address, below which nothing is marked as quoted.
    (1..=INTRODUCTION_LINES_MAX.min(rest.len())).any(|count| {
        let (introduction, below) = rest.split_at(count);
        let below = below.iter().find(|line| !line.trim().is_empty());
        introduction.iter().all(|line| !line.trim().is_empty() && !is_quoted(line))
            && introduction.iter().any(|line| line.contains('@'))
            && below.is_some_and(|line| !is_quoted(line))
            && is_introduction(&introduction.join(" "))
    })
}

/// `-----Original Message-----`, in any of the languages.
fn is_original_mark(line: &str) -> bool {
    let words = line.trim_matches(['-', ' ', '_']);
    words.len() < line.len()
        && line.starts_with(['-', '_'])
        && ORIGINAL.contains(&words.to_lowercase().as_str())
}

fn is_forward_mark(line: &str) -> bool {
    let line = line.trim();
    let words = line.trim_matches(['-', ' ', ':', '=', '：']).to_lowercase();
    words.len() < line.len()
        && FORWARDED.iter().any(|mark| words.starts_with(mark))
        && (line.starts_with('-') || line.ends_with([':', '：']) || line.starts_with('='))
}

/// `From: …`, then at least two of `Sent:`, `To:`, `Subject:` and so on.
fn begins_header_block(rest: &[&str]) -> bool {
    let is_from = title_of(rest[0]).is_some_and(|title| FROM.contains(&title.as_str()));
    is_from && {
        let below = rest.iter().skip(1).take(HEADER_BLOCK_LINES).map_while(|line| {
            let line = line.trim();
            (!is_quoted(line)).then(|| title_of(line))
        });
        below.flatten().filter(|title| TITLES.contains(&title.as_str())).count() >= 2
    }
}

/// What stands before a line's colon, without the stars of bold text.
fn title_of(line: &str) -> Option<String> {
    let line = line.trim().trim_start_matches('*');
    let (title, _) = line.split_once([':', '：'])?;
    let title = title.trim_matches(['*', ' ', '\u{a0}']);
    (!title.is_empty() && title.chars().count() <= 20).then(|| title.to_lowercase())
}

fn is_quoted(line: &str) -> bool {
    line.trim_start().starts_with('>')
}

/// Whether a line says who wrote what follows, and when.
fn is_introduction(text: &str) -> bool {
    let text = text.trim();
    let ends = text.ends_with([':', '：']);
    if !ends || text.chars().count() > INTRODUCTION_CHARS_MAX {
        return false;
    }
    let lower = text.to_lowercase();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let says_who = WROTE.iter().any(|word| lower.contains(word));
    // Some programs give a date and an address only, and no verb.
    let has_address = text.contains('@') && (text.contains(">:") || text.contains("&gt;:"));
    (says_who && (digits > 0 || text.contains('@') || lower.split_whitespace().count() <= 6))
        || (has_address && digits >= 4)
}

/// A run of quoted lines, with what introduces it.
#[derive(Debug)]
struct Block {
    start: usize,
    end: usize,
}

/// Folds what is quoted above or below the writer's words. What they answer piece by piece stays
/// between their answers.
fn fold_blocks(lines: &[&str], parts: &mut [Part]) {
    let blocks = blocks_of(lines);
    let is_own = |range: &[&str]| {
        range.iter().any(|line| {
            let line = line.trim();
            !line.is_empty() && !is_sent_from(line)
        })
    };
    let (Some(first), Some(last)) = (blocks.first(), blocks.last()) else { return };
    // Words below the last quotation are the writer's, unless they are only a signature.
    let below = &lines[last.end..];
    let signature = below.iter().position(|line| is_signature_mark(line)).unwrap_or(below.len());
    let is_last_below = !is_own(&below[..signature]);
    if is_last_below {
        parts[last.start..last.end].fill(Part::Quoted);
    }
    let is_first_alone = blocks.len() == 1 || (blocks.len() == 2 && is_last_below);
    if is_first_alone && !is_own(&lines[..first.start]) {
        parts[first.start..first.end].fill(Part::Quoted);
    }
}

fn blocks_of(lines: &[&str]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        if !is_quoted(lines[at]) {
            at += 1;
            continue;
        }
        let mut end = at + 1;
        let mut next = end;
        while next < lines.len() {
            if is_quoted(lines[next]) {
                end = next + 1;
            } else if !lines[next].trim().is_empty() {
                break;
            }
            next += 1;
        }
        let from = blocks.last().map_or(0, |block| block.end);
        blocks.push(Block { start: from + introduction_start(&lines[from..at]), end });
        at = end;
    }
    blocks
}

/// Where the introduction of a quotation begins that follows these lines; their end if there is
/// none.
fn introduction_start(above: &[&str]) -> usize {
    let end = above.iter().rposition(|line| !line.trim().is_empty()).map_or(0, |at| at + 1);
    let starts = || {
        (1..=INTRODUCTION_LINES_MAX.min(end))
            .map(|count| end - count)
            .take_while(|start| !above[*start].trim().is_empty())
            .filter(|start| is_introduction(&above[*start..end].join(" ")))
    };
    // The shortest that is whole: what stands above it may be the writer's own.
    let whole = starts().find(|start| is_whole(&above[*start..end].join(" ")));
    whole.or_else(|| starts().next()).unwrap_or(above.len())
}

/// Whether an introduction has what such lines begin with, a date, and does not begin within an
/// address.
fn is_whole(introduction: &str) -> bool {
    let digits = introduction.chars().filter(char::is_ascii_digit).count();
    let is_balanced = introduction.matches('<').count() >= introduction.matches(">").count();
    is_balanced && (digits >= 4 || !introduction.contains('@'))
}

/// RFC 3676, section 4.3; without its blank, which many programs cut.
fn is_signature_mark(line: &str) -> bool {
    line.trim_end() == "--"
}

fn is_sent_from(line: &str) -> bool {
    let lower = line.trim_start_matches(['*', '_', ' ']).to_lowercase();
    SENT_FROM.iter().any(|words| lower.starts_with(words)) && lower.chars().count() <= 100
}

fn fold_signature(lines: &[&str], parts: &mut [Part]) {
    let own = |parts: &[Part], at: usize| parts[at] == Part::Own;
    let Some(last) = (0..lines.len()).rfind(|&at| own(parts, at) && !lines[at].trim().is_empty())
    else {
        return;
    };
    let run = (0..=last).rev().take_while(|&at| own(parts, at)).last().unwrap_or(last);
    let mark = (run..=last).rfind(|&at| is_signature_mark(lines[at]));
    let start = mark
        .filter(|mark| last - mark <= SIGNATURE_LINES_MAX)
        .or_else(|| is_sent_from(lines[last].trim()).then_some(last));
    if let Some(start) = start {
        parts[start..=last].fill(Part::Signature);
    }
}

#[cfg(test)]
mod tests;
