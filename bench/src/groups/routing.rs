//! The routing engine, as its simulator measures it.

use rapport_sim::{Figure, routing_figures};

use crate::error::{BenchError, Result};

pub fn figures() -> Result<Vec<Figure>> {
    routing_figures().map_err(|error| BenchError::broken(error.to_string()))
}
