//! Lists: pages by cursor.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::http::{FieldError, Problem};

pub const LIMIT_DEFAULT: u32 = 50;
pub const LIMIT_MAX: u32 = 200;

/// Which page of a list.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// At most so many items: 1 to 200, 50 when absent.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

impl PageQuery {
    /// The limit, checked.
    pub fn limit(&self) -> Result<usize, Problem> {
        let limit = self.limit.unwrap_or(LIMIT_DEFAULT);
        if (1..=LIMIT_MAX).contains(&limit) {
            Ok(limit as usize)
        } else {
            let detail = format!("must lie between 1 and {LIMIT_MAX}");
            Err(Problem::invalid(vec![FieldError::new("limit", detail)]))
        }
    }

    /// The cursor, read as what this list's cursors are.
    pub fn cursor<T: std::str::FromStr>(&self) -> Result<Option<T>, Problem> {
        self.cursor
            .as_deref()
            .map(|text| {
                text.parse().map_err(|_| {
                    let detail = "must be the next_cursor of an earlier page of this list";
                    Problem::invalid(vec![FieldError::new("cursor", detail)])
                })
            })
            .transpose()
    }

    /// For lists by `seq`, newest first: those before the cursor.
    pub fn before_seq(&self) -> Result<i64, Problem> {
        Ok(self.cursor::<i64>()?.unwrap_or(i64::MAX))
    }
}

/// A page of a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// For the next page; none on the last.
    pub next_cursor: Option<String>,
}

impl<T> Page<T> {
    /// From one item more than the limit, if there were as many.
    pub fn of(mut items: Vec<T>, limit: usize, cursor: impl Fn(&T) -> String) -> Self {
        let more = items.len() > limit;
        items.truncate(limit);
        let next_cursor = more.then(|| items.last().map(cursor)).flatten();
        Self { items, next_cursor }
    }

    pub fn whole(items: Vec<T>) -> Self {
        Self { items, next_cursor: None }
    }

    pub fn map<U>(self, to: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(to).collect(), next_cursor: self.next_cursor }
    }
}

/// What is looked for, refused when nobody can have meant it.
pub fn check_query(query: &str, chars_max: usize) -> Result<(), Problem> {
    if query.chars().count() <= chars_max {
        return Ok(());
    }
    let detail = format!("must be at most {chars_max} characters long");
    Err(Problem::invalid(vec![FieldError::new("query", detail)]))
}

/// How many rows to ask of the store: one more than shown, to know whether there are more.
pub fn rows(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX - 1) + 1
}
