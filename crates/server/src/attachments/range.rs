//! One range of a file (RFC 9110, section 14): so that a broken download goes on where it was, and
//! a player can jump.

/// What part of a file a request asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    Whole,
    /// From the first byte to the last, both included.
    Part {
        first: u64,
        last: u64,
    },
    /// No byte of it is there.
    Unsatisfiable,
}

/// Reads a `Range` header for a file of so many bytes. A range that is not understood, and several
/// at once, count as none.
pub(super) fn asked(range: Option<&str>, size: u64) -> Asked {
    let Some(spec) = range.and_then(|range| range.strip_prefix("bytes=")) else {
        return Asked::Whole;
    };
    let Some((first, last)) = spec.split_once('-') else { return Asked::Whole };
    let number = |text: &str| {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if digits { text.parse::<u64>().ok() } else { None }
    };
    match (number(first.trim()), number(last.trim()), first.trim(), last.trim()) {
        (Some(first), None, _, "") if first < size => Asked::Part { first, last: size - 1 },
        (Some(first), Some(last), ..) if first <= last && first < size => {
            Asked::Part { first, last: last.min(size - 1) }
        }
        (Some(first), Some(last), ..) if first > last => Asked::Whole,
        (Some(_), None, _, "") | (Some(_), Some(_), ..) => Asked::Unsatisfiable,
        (None, Some(0), "", _) => Asked::Unsatisfiable,
        (None, Some(suffix), "", _) if size > 0 => {
            Asked::Part { first: size.saturating_sub(suffix), last: size - 1 }
        }
        _ => Asked::Whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges() {
        let part = |first, last| Asked::Part { first, last };
        for (range, expected) in [
            ("bytes=0-9", part(0, 9)),
            ("bytes=10-", part(10, 99)),
            ("bytes=-5", part(95, 99)),
            ("bytes=-500", part(0, 99)),
            ("bytes=90-500", part(90, 99)),
            ("bytes=0-18446744073709551615", part(0, 99)),
            ("bytes=100-", Asked::Unsatisfiable),
            ("bytes=100-200", Asked::Unsatisfiable),
            ("bytes=-0", Asked::Unsatisfiable),
            ("bytes=9-0", Asked::Whole),
            ("bytes=0-1,5-6", Asked::Whole),
            ("bytes=-", Asked::Whole),
            ("bytes=a-b", Asked::Whole),
            ("bytes=+1-2", Asked::Whole),
            ("pages=1-2", Asked::Whole),
        ] {
            assert_eq!(asked(Some(range), 100), expected, "{range}");
        }
        assert_eq!(asked(None, 100), Asked::Whole);
        assert_eq!(asked(Some("bytes=0-"), 0), Asked::Unsatisfiable);
    }
}
