//! How texts become search terms and queries, alike for every engine.
//!
//! Scripts that separate words give words. Han, kana, Thai, Lao, Khmer and Burmese do not, so a run
//! of them gives overlapping pairs of characters (bigrams, as in Lucene's CJKAnalyzer) and its last
//! character alone; a query for a run is then a phrase of pairs, and one for a single character is
//! a prefix.

mod query;
mod terms;

pub use query::{Clause, parse};
pub use terms::terms;

/// A term is cut here: longer "words" are noise, and PostgreSQL bounds lexemes.
pub const TERM_CHARS_MAX: usize = 64;
/// Most clauses of a query that are looked at.
pub const CLAUSES_MAX: usize = 12;
