//! The words of an HTML mail, for whoever reads text: lists, searches, previews, answers.

use html2text::config;
use html2text::render::TextDecorator;
use mail_parser::decoders::html::html_to_text;

/// As much of a page is read; of a longer one, the beginning.
const HTML_BYTES_MAX: usize = 1024 * 1024;
/// Lines are not wrapped: who shows them does.
const WIDTH: usize = 100_000;

/// A page whose elements are nested deeper than people's mails are is read in a simpler way, whose
/// cost does not grow with the depth.
pub const DEPTH_MAX: usize = 150;

/// Elements whose end is often left out, or that have none: they do not nest.
const FLAT: [&str; 26] = [
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta",
    "option", "p", "param", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr",
    "font",
];

/// How deep the elements of a page are nested, roughly: it need not be well formed.
pub fn depth(html: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for tag in html.split('<').skip(1) {
        let (closes, name) = tag.strip_prefix('/').map_or((false, tag), |name| (true, name));
        let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
        let name = name[..end].to_ascii_lowercase();
        if name.is_empty() || FLAT.contains(&name.as_str()) {
            continue;
        }
        depth = if closes { depth.saturating_sub(1) } else { depth + 1 };
        deepest = deepest.max(depth);
    }
    deepest
}

/// The text of a page, what it quotes marked with `> `. Empty where it cannot be read.
pub fn to_text(html: &str) -> String {
    let html = &html[..html.floor_char_boundary(HTML_BYTES_MAX)];
    if depth(html) > DEPTH_MAX {
        return html_to_text(html).trim().to_owned();
    }
    let text = config::with_decorator(Plain)
        .raw_mode(true)
        .allow_width_overflow()
        .string_from_read(html.as_bytes(), WIDTH)
        .unwrap_or_default();
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

/// Words without signs for how they look.
#[derive(Debug, Clone, Copy)]
struct Plain;

impl TextDecorator for Plain {
    type Annotation = ();

    fn decorate_link_start(&mut self, _url: &str) -> (String, ()) {
        (String::new(), ())
    }

    fn decorate_link_end(&mut self) -> String {
        String::new()
    }

    fn decorate_em_start(&self) -> (String, ()) {
        (String::new(), ())
    }

    fn decorate_em_end(&self) -> String {
        String::new()
    }

    fn decorate_strong_start(&self) -> (String, ()) {
        (String::new(), ())
    }

    fn decorate_strong_end(&self) -> String {
        String::new()
    }

    fn decorate_strikeout_start(&self) -> (String, ()) {
        (String::new(), ())
    }

    fn decorate_strikeout_end(&self) -> String {
        String::new()
    }

    fn decorate_code_start(&self) -> (String, ()) {
        (String::new(), ())
    }

    fn decorate_code_end(&self) -> String {
        String::new()
    }

    fn decorate_preformat_first(&self) {}

    fn decorate_preformat_cont(&self) {}

    fn decorate_image(&mut self, _src: &str, title: &str) -> (String, ()) {
        (title.to_owned(), ())
    }

    fn header_prefix(&self, _level: usize) -> String {
        String::new()
    }

    fn quote_prefix(&self) -> String {
        "> ".to_owned()
    }

    fn unordered_item_prefix(&self) -> String {
        "• ".to_owned()
    }

    fn ordered_item_prefix(&self, number: i64) -> String {
        format!("{number}. ")
    }

    fn make_subblock_decorator(&self) -> Self {
        *self
    }

    fn finalise(&mut self, _links: Vec<String>) -> Vec<html2text::render::TaggedLine<()>> {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_lists_and_quotations() {
        let html = "<style>p{}</style><p>Dear <b>shop</b>,</p><ul><li>one<li>two</ul>\
            <p>see <a href='https://x.example/'>here</a> <img alt='a bag' src='cid:1'></p>\
            <blockquote type=cite>Hello<blockquote>deeper</blockquote></blockquote>";
        let text = to_text(html);
        assert!(text.starts_with("Dear shop,\n• one\n• two\n\nsee here a bag"), "{text:?}");
        assert!(text.contains("> Hello") && text.contains("> > deeper"), "{text:?}");
    }

    #[test]
    fn pages_that_are_made_to_hurt_are_survived() {
        let deep = "<div>".repeat(20_000);
        let quoted = "<blockquote>".repeat(5_000);
        let tables = "<table><tr><td>".repeat(5_000);
        let allowed = "<table><tr><td>".repeat(DEPTH_MAX) + &"</table>".repeat(DEPTH_MAX);
        let many = allowed.repeat(100);
        let wide = format!("<table><tr>{}</table>", "<td>x".repeat(50_000));
        let high = format!("<table>{}</table>", "<tr><td>x<td colspan=9999999>y".repeat(5_000));
        for html in [
            deep.as_str(),
            &quoted,
            &tables,
            &many,
            &wide,
            &high,
            "<",
            "\u{0}",
            "<table>",
            "<a href",
        ] {
            assert!(to_text(html).len() < 10_000_000);
        }
    }
}
