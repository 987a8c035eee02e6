//! The bytes of a file as a table, whatever program wrote them.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// Largest file that is taken.
pub const FILE_BYTES_MAX: usize = 20 * 1024 * 1024;
pub const ROWS_MAX: usize = 50_000;
pub const COLUMNS_MAX: usize = 100;
/// Longest text of a cell, in characters: no target takes more.
const CELL_CHARS_MAX: usize = 5_000;
/// What parts columns; programs write what their country's numbers leave free.
const DELIMITERS: [u8; 4] = *b",;\t|";
/// Lines that are looked at to tell which one it is.
const LOOKED_AT: usize = 50;

/// A file as a table: as many cells in each row as there are headings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    pub headings: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

/// Why a file is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error(
        "the file is empty; its first line must name the columns, and each further one a contact"
    )]
    Empty,
    #[error("the file has no rows below its headings")]
    NoRows,
    #[error("the file is no CSV but a {0}; save it as CSV (UTF-8) in the program that wrote it")]
    Another(&'static str),
    #[error("the file has more than 50,000 rows; split it")]
    TooManyRows,
    #[error("the file has more than 100 columns; take out those that are not needed")]
    TooManyColumns,
    #[error(
        "line {line} has a cell of more than 5,000 characters; a quote may be missing before it"
    )]
    CellTooLong { line: u64 },
}

impl Table {
    /// Reads CSV (RFC 4180) in UTF-8, UTF-16 with a byte order mark or, when it is neither,
    /// Windows-1252, parted by commas, semicolons, tabs or bars. Short rows are filled with empty
    /// cells, blank ones are passed over, and what stands beyond the headings is left out.
    pub fn read(bytes: &[u8]) -> Result<Self, Unreadable> {
        if let Some(kind) = infer::get(bytes) {
            let name = match kind.extension() {
                "xlsx" | "zip" => "workbook (XLSX)",
                "xls" | "doc" | "msi" => "workbook (XLS)",
                "pdf" => "PDF",
                _ => "file of another kind",
            };
            return Err(Unreadable::Another(name));
        }
        let text = decode(bytes);
        if text.contains('\0') {
            return Err(Unreadable::Another("file of another kind"));
        }
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter(&text))
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let mut headings: Option<Vec<String>> = None;
        let mut rows = Vec::new();
        for record in reader.records() {
            // The text is whole and rows may have any length: there is nothing else to go wrong.
            let Ok(record) = record else { continue };
            let line = record.position().map_or(0, csv::Position::line);
            if record.iter().any(|cell| cell.chars().nth(CELL_CHARS_MAX).is_some()) {
                return Err(Unreadable::CellTooLong { line });
            }
            let mut cells: Vec<String> = record.iter().map(clean).collect();
            if cells.iter().all(String::is_empty) {
                continue;
            }
            let Some(headings) = &headings else {
                while cells.last().is_some_and(String::is_empty) {
                    cells.pop();
                }
                if cells.len() > COLUMNS_MAX {
                    return Err(Unreadable::TooManyColumns);
                }
                headings = Some(cells);
                continue;
            };
            if rows.len() == ROWS_MAX {
                return Err(Unreadable::TooManyRows);
            }
            cells.resize(headings.len(), String::new());
            rows.push(cells);
        }
        let headings = headings.ok_or(Unreadable::Empty)?;
        if rows.is_empty() { Err(Unreadable::NoRows) } else { Ok(Self { headings, rows }) }
    }
}

/// A cell without blank ends and control characters. An apostrophe before what a spreadsheet would
/// take for a formula only keeps it from that.
fn clean(cell: &str) -> String {
    let text = crate::conversation::clean_text(cell);
    match text.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest.to_owned(),
        _ => text,
    }
}

fn decode(bytes: &[u8]) -> String {
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None if std::str::from_utf8(bytes).is_ok() => UTF_8,
        None => WINDOWS_1252,
    };
    encoding.decode(bytes).0.into_owned()
}

/// The one that parts the first lines into the most columns, alike on as many of them as possible.
fn delimiter(text: &str) -> u8 {
    let score = |delimiter: &u8| {
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(*delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let mut lengths = reader.records().take(LOOKED_AT).flatten().map(|record| record.len());
        let first = lengths.next().unwrap_or(0);
        let alike = lengths.filter(|length| *length == first).count();
        if first > 1 { (1 + alike) * first } else { 0 }
    };
    // The first of those that do as well: `max_by_key` takes the last.
    DELIMITERS.iter().rev().max_by_key(|delimiter| score(delimiter)).copied().unwrap_or(b',')
}
