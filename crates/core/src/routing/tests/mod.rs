//! Scenarios in words, and properties. See [`script`] for the words.

mod facts;
mod hours;
mod matching;
mod offers;
mod properties;
mod script;
mod waiting;
