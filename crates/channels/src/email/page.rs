//! An HTML mail as a page that can be shown: as its sender laid it out, without what runs, what
//! asks for anything, or what tells its sender that it was read.
//!
//! Three walls stand before an agent, each enough by itself: what is not known to be harmless is
//! taken out here; the page says by its policy ([`policy`]) that nothing may run or be fetched; and
//! it is shown in a frame without scripts.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use ammonia::{Builder, UrlRelative};

use super::read::{DEPTH_MAX, depth, to_text};

/// As much of a mail's HTML is shown.
const HTML_BYTES_MAX: usize = 1024 * 1024;

/// Elements beside ammonia's own, which lay old mails out.
const TAGS: [&str; 13] = [
    "center", "font", "style", "section", "main", "big", "tt", "u", "strike", "address", "legend",
    "label", "fieldset",
];
/// Attributes that only say how something looks.
const LOOKS: [&str; 20] = [
    "align",
    "bgcolor",
    "border",
    "cellpadding",
    "cellspacing",
    "class",
    "color",
    "dir",
    "face",
    "height",
    "hspace",
    "id",
    "lang",
    "nowrap",
    "role",
    "size",
    "style",
    "valign",
    "vspace",
    "width",
];
/// What the style of an element may say. Nothing that costs more to draw than a letter is worth
/// (filters, animations), and nothing that leaves its place.
const STYLE_PROPERTIES: [&str; 66] = [
    "background",
    "background-color",
    "background-image",
    "background-position",
    "background-repeat",
    "background-size",
    "border",
    "border-bottom",
    "border-bottom-color",
    "border-bottom-style",
    "border-bottom-width",
    "border-collapse",
    "border-color",
    "border-left",
    "border-left-color",
    "border-left-style",
    "border-left-width",
    "border-radius",
    "border-right",
    "border-right-color",
    "border-right-style",
    "border-right-width",
    "border-spacing",
    "border-style",
    "border-top",
    "border-top-color",
    "border-top-style",
    "border-top-width",
    "border-width",
    "box-sizing",
    "clear",
    "color",
    "direction",
    "display",
    "float",
    "font",
    "font-family",
    "font-size",
    "font-style",
    "font-weight",
    "height",
    "letter-spacing",
    "line-height",
    "list-style",
    "list-style-type",
    "margin",
    "margin-bottom",
    "margin-left",
    "margin-right",
    "margin-top",
    "max-width",
    "min-width",
    "overflow-wrap",
    "padding",
    "padding-bottom",
    "padding-left",
    "padding-right",
    "padding-top",
    "table-layout",
    "text-align",
    "text-decoration",
    "text-transform",
    "vertical-align",
    "white-space",
    "width",
    "word-break",
];
/// The kinds of picture that a mail may carry in itself.
const DATA_IMAGES: [&str; 4] =
    ["data:image/png;", "data:image/jpeg;", "data:image/gif;", "data:image/webp;"];

/// What costs too much to draw is off, whatever the mail's own sheets say: of important rules those in
/// a layer hold before all others (CSS Cascading and Inheritance Level 5, section 6.4.4). Then it shows
/// where links lead, as a browser does for its own pages; the writing is dark on white, as
/// senders expect it, whatever the desk around looks like.
const STYLE: &str = "\
@layer safe{*,*::before,*::after{filter:none!important;backdrop-filter:none!important;\
animation:none!important;transition:none!important;mix-blend-mode:normal!important;\
mask:none!important;will-change:auto!important}}\
:root{color-scheme:light}\
body{margin:12px;font:14px/1.5 system-ui,sans-serif;color:#1c1c1f;background:#fff;overflow-wrap:anywhere}\
img{max-width:100%;height:auto}table{max-width:100%}pre{white-space:pre-wrap}\
blockquote{margin:0 0 0 8px;padding-left:8px;border-left:2px solid #d4d4d8}\
a[href]:hover::after,a[href]:focus-visible::after{content:attr(href);position:fixed;left:0;bottom:0;\
z-index:2147483647;max-width:95%;padding:2px 8px;font:12px/1.5 system-ui,sans-serif;color:#1c1c1f;\
background:#f4f4f5;border:1px solid #d4d4d8;border-radius:0 4px 0 0;overflow:hidden;\
text-overflow:ellipsis;white-space:nowrap}";

/// What the page may do, as `Content-Security-Policy`: nothing runs, nothing is fetched but its own
/// pictures, and those of other servers only where they are wanted.
pub const fn policy(with_remote_images: bool) -> &'static str {
    if with_remote_images {
        "default-src 'none'; img-src 'self' data: https: http:; style-src 'unsafe-inline'; \
         base-uri 'none'; form-action 'none'; frame-ancestors 'self'; \
         sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox"
    } else {
        "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; \
         base-uri 'none'; form-action 'none'; frame-ancestors 'self'; \
         sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox"
    }
}

/// Makes the page; where it names pictures on other servers, its root says so by
/// `data-remote-images`. `images` are the addresses of pictures that came with the mail, by content id.
pub fn page(html: &str, images: &HashMap<String, String>, with_remote_images: bool) -> String {
    let html = &html[..html.floor_char_boundary(HTML_BYTES_MAX)];
    if depth(html) > DEPTH_MAX * 4 {
        // Nobody lays a letter out like this; its words are shown.
        let words = ammonia::clean_text(&to_text(html));
        return whole(&format!("<pre>{words}</pre>"), false);
    }
    let remote = Arc::new(AtomicBool::new(false));
    let found = remote.clone();
    let images = images.clone();
    let mut builder = Builder::default();
    builder
        .add_tags(TAGS)
        .rm_clean_content_tags(["style"])
        .add_generic_attributes(LOOKS)
        .url_schemes(["http", "https", "mailto", "tel", "cid", "data"].into())
        // Every address is judged below.
        .url_relative(UrlRelative::PassThrough)
        .link_rel(Some("noopener noreferrer nofollow"))
        .set_tag_attribute_value("a", "target", "_blank")
        .attribute_filter(move |element, attribute, value| {
            let lower = value.trim().to_ascii_lowercase();
            match (element, attribute) {
                ("img", "src") => {
                    if let Some(id) = lower.strip_prefix("cid:") {
                        let id = &value.trim()[value.trim().len() - id.len()..];
                        return images.get(id).map(|address| address.as_str().to_owned().into());
                    }
                    if lower.starts_with("http:") || lower.starts_with("https:") {
                        found.store(true, Ordering::Relaxed);
                        return with_remote_images.then(|| value.into());
                    }
                    DATA_IMAGES.iter().any(|kind| lower.starts_with(kind)).then(|| value.into())
                }
                (_, "href") => {
                    let is_link = ["http:", "https:", "mailto:", "tel:"]
                        .iter()
                        .any(|scheme| lower.starts_with(scheme));
                    is_link.then(|| value.into())
                }
                (_, "style") => Some(plain_style(value).into()),
                (_, "src" | "cite" | "action" | "background" | "srcset") => None,
                _ => Some(value.into()),
            }
        });
    let clean = tame_styles(&builder.clean(html).to_string());
    // What a style sheet asks for is stopped by the policy; it only has to be offered.
    let is_styled = clean.contains("url(") && (clean.contains("http:") || clean.contains("https:"));
    whole(&clean, remote.load(Ordering::Relaxed) || is_styled)
}

/// The declarations of an element that only say how it looks. Cut at each semicolon, also within
/// quotes: a piece that is none of them then does not begin with a property that is known.
fn plain_style(style: &str) -> String {
    let is_plain = |declaration: &&str| {
        let property = declaration.split(':').next().unwrap_or_default().trim();
        STYLE_PROPERTIES.contains(&property.to_ascii_lowercase().as_str())
    };
    let kept: Vec<&str> = style.split(';').filter(is_plain).map(str::trim).collect();
    kept.join(";")
}

/// A style sheet has no use for `<`, and a browser that ends one sooner than expected finds nothing.
fn tame_styles(html: &str) -> String {
    const BEGIN: &str = "<style>";
    const END: &str = "</style>";
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    // Attributes of the element have been taken off, or it begins otherwise and stays as text.
    while let Some(at) = rest.find("<style") {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let end = from.find(END).unwrap_or(from.len());
        let sheet = from[..end].split_once('>').map_or("", |(_, sheet)| sheet);
        out.push_str(BEGIN);
        out.push_str(&sheet.replace('<', ""));
        out.push_str(END);
        rest = from.get(end + END.len()..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

fn whole(body: &str, has_remote_images: bool) -> String {
    let says = if has_remote_images { " data-remote-images" } else { "" };
    format!(
        "<!doctype html><html{says}><head><meta charset=\"utf-8\"><title></title>\
         <style>{STYLE}</style></head><body>{body}</body></html>"
    )
}

#[cfg(test)]
mod tests;
