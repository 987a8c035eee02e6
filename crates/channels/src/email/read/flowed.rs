//! Texts whose lines were wrapped for the way (`format=flowed`, RFC 3676), with their paragraphs
//! whole again.

/// Joins what was wrapped. `delete_space` is the parameter `DelSp`.
pub fn unwrap(text: &str, delete_space: bool) -> String {
    let mut out = String::with_capacity(text.len());
    // The quote depth of a line that goes on in the next one.
    let mut open: Option<usize> = None;
    for line in text.lines() {
        let depth = line.bytes().take_while(|byte| *byte == b'>').count();
        let content = &line[depth..];
        // Space-stuffing (section 4.4).
        let content = content.strip_prefix(' ').unwrap_or(content);
        let is_mark = content == "-- ";
        match open.take() {
            Some(above) if above == depth && !is_mark => {}
            Some(_) | None => begin(&mut out, depth),
        }
        let flows = content.ends_with(' ') && !is_mark;
        let kept = if flows && delete_space { &content[..content.len() - 1] } else { content };
        out.push_str(kept);
        if flows {
            open = Some(depth);
        } else {
            out.push('\n');
        }
    }
    out
}

/// Begins a line of this quote depth.
fn begin(out: &mut String, depth: usize) {
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
    out.extend(std::iter::repeat_n('>', depth));
    if depth > 0 {
        out.push(' ');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_whole_again() {
        for (text, delete_space, expected) in [
            ("one \ntwo\nthree", false, "one two\nthree\n"),
            ("日本 \n語", true, "日本語\n"),
            ("> one \n> two\nthree", false, "> one two\nthree\n"),
            ("> one \n>> two", false, "> one \n>> two\n"),
            ("words \n-- \nVera", false, "words \n-- \nVera\n"),
            (" >not quoted", false, ">not quoted\n"),
            ("a\n\n\nb", false, "a\n\n\nb\n"),
        ] {
            assert_eq!(unwrap(text, delete_space), expected, "{text:?}");
        }
    }
}
