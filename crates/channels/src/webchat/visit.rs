//! The pages that a visitor is and was on, as their browser tells.

use std::time::Duration;

use rapport_core::Timestamp;
use rapport_core::contact::PageVisit;
use serde::Deserialize;

const URL_CHARS_MAX: usize = 2_048;
const TITLE_CHARS_MAX: usize = 300;
/// Pages that are taken of those before the one a visitor is on.
const VISITED_MAX: usize = 10;
const VISITED_WITHIN: Duration = Duration::from_secs(24 * 60 * 60);

/// The page a visitor is on, and those before it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Page {
    pub url: String,
    #[serde(default)]
    pub title: String,
    /// In the same tab, the oldest first.
    #[serde(default)]
    pub visited: Vec<Visited>,
}

/// A page that a visitor was on.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Visited {
    pub url: String,
    #[serde(default)]
    pub title: String,
    /// Since they came to it: the visitor's clock may be wrong, and the time that it tells is not.
    pub ago_ms: u64,
}

impl Page {
    /// The pages as visits, the oldest first and this one last: within bounds, without control
    /// characters, none from longer ago than a day, and only those that a browser can open as a page.
    pub fn visits(self, now: Timestamp) -> Vec<PageVisit> {
        let clean =
            |text: String, max| text.chars().filter(|c| !c.is_control()).take(max).collect();
        let visit = |url, title, at| PageVisit {
            url: clean(url, URL_CHARS_MAX),
            title: clean(title, TITLE_CHARS_MAX),
            at,
        };
        let skipped = self.visited.len().saturating_sub(VISITED_MAX);
        let recent = self.visited.into_iter().skip(skipped);
        let mut visits: Vec<_> = recent
            .map(|page| (Duration::from_millis(page.ago_ms), page))
            .filter(|(ago, _)| *ago <= VISITED_WITHIN)
            .map(|(ago, page)| visit(page.url, page.title, now - ago))
            .collect();
        visits.push(visit(self.url, self.title, now));
        // An address such as `javascript:` must not become a link at the desk.
        visits.retain(|it| it.url.starts_with("https://") || it.url.starts_with("http://"));
        visits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(visited: Vec<Visited>) -> Page {
        Page { url: "https://shop.example/cart".into(), title: "Cart\u{7}".into(), visited }
    }

    #[test]
    fn a_walk_ends_where_the_visitor_is() {
        let now = Timestamp::from_micros(1_800_000_000_000_000);
        let visited =
            |ago_ms| Visited { url: "https://shop.example/".into(), title: "Shop".into(), ago_ms };
        let day_ms = 24 * 60 * 60 * 1_000;
        let visits =
            page(vec![visited(day_ms + 1), visited(60_000), visited(u64::MAX)]).visits(now);
        let shown: Vec<_> = visits.iter().map(|it| (it.title.as_str(), it.at)).collect();
        assert_eq!(shown, [("Shop", now - Duration::from_secs(60)), ("Cart", now)]);
        let long = page((0..30).map(|n| visited(30_000 - n)).collect()).visits(now);
        assert_eq!(long.len(), VISITED_MAX + 1);
        assert_eq!(long[0].at, now - Duration::from_millis(29_980));
    }

    #[test]
    fn what_is_no_page_is_no_visit() {
        for url in ["javascript:alert(1)", "data:text/html,x", " https://shop.example/", ""] {
            let page = Page { url: url.into(), title: String::new(), visited: Vec::new() };
            assert_eq!(page.visits(Timestamp::default()), [], "{url}");
        }
    }

    #[test]
    fn a_page_that_tells_no_walk_is_one_visit() {
        let page: Page = serde_json::from_str(r#"{"url": "https://shop.example/"}"#).unwrap();
        assert_eq!(page.visits(Timestamp::default()).len(), 1);
    }
}
