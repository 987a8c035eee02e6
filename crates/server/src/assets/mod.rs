//! The web apps as the server serves them: the desk, the widget and the demo's pages.
//!
//! The tree that the web builds leave mirrors the URLs: `web/desk/dist/assets/desk/x.js` is
//! `/assets/desk/x.js`. Every path that is no file, no data and no widget is a page of the desk.

mod respond;
mod routes;
mod source;

pub use routes::{Pages, routes};
pub use source::Source;
