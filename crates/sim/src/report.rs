//! Figures for the project's report.
