//! A report's answer: as JSON, or as a table of the same figures.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use rapport_core::import::file;
use serde::Serialize;

use super::narrowing::Format;
use crate::api::contacts::csv;
use crate::http::Json;

/// A report as a table.
pub trait Table {
    /// Of the file, without its ending; plain ASCII.
    const NAME: &'static str;

    const HEADINGS: &'static [&'static str];

    /// A cell for each heading.
    fn rows(&self) -> Vec<Vec<String>>;
}

pub fn answer<R: Table + Serialize>(format: Format, report: &R) -> Response {
    match format {
        Format::Json => Json(report).into_response(),
        Format::Csv => {
            let mut bytes = file::BYTE_ORDER_MARK.as_bytes().to_vec();
            let headings = R::HEADINGS.iter().map(ToString::to_string).collect();
            let rows = std::iter::once(headings).chain(report.rows());
            bytes.extend(rows.flat_map(|row| file::line(&row)));
            csv(&format!("{}.csv", R::NAME), Body::from(bytes))
        }
    }
}

/// Cells of a row.
macro_rules! cells {
    ($($cell:expr),* $(,)?) => { vec![$($cell.to_string()),*] };
}
pub(super) use cells;

/// An amount as a spreadsheet reads it: in the currency's unit.
pub fn amount(micros: i64) -> String {
    #[expect(
        clippy::cast_precision_loss,
        reason = "amounts below 2^53 millionths are exact enough"
    )]
    let units = micros as f64 / 1_000_000.0;
    format!("{units:.6}")
}

/// Nothing for what there is none of.
pub fn or_empty<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(String::new, |it| it.to_string())
}
