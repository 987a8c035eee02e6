//! Links in mails by which their readers come back into the chat: each lets one browser in.

use rapport_core::contact::Contact;
use rapport_core::id::{EntryId, TypedId};

use crate::db::{Session, execute, fetch_optional};
use crate::error::Result;
use crate::identify;
use crate::log::Tx;
use crate::stamp::Stamp;
use crate::statement::statements;

statements! {
    USED = "select nonce, visitor from return_link_use where entry_id = $1";
    USE = "insert into return_link_use (entry_id, nonce, visitor, used_at) values ($1, $2, $3, $4)
        on conflict do nothing";
}

/// What a link was used for.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Used {
    /// Of the page that used it.
    pub nonce: String,
    /// Whom it let in: the value of a visitor's identity.
    pub visitor: String,
}

/// How the link in a mail was used, if it was.
pub async fn used(session: &mut Session<'_>, id: EntryId) -> Result<Option<Used>> {
    Ok(fetch_optional!(session, Used, USED, id.uuid())?)
}

/// Lets a browser in as a contact, by the link in a mail that was not used yet. A browser in which
/// somebody else is known becomes `anew`. None where another browser was faster.
pub async fn open(
    tx: &mut Tx,
    stamp: Stamp,
    id: EntryId,
    nonce: &str,
    contact: &Contact,
    browser: &str,
    anew: &str,
) -> Result<Option<String>> {
    let visitor = match identify::is_another(&mut tx.session(), browser, contact).await? {
        true => anew,
        false => browser,
    };
    let at = stamp.at.micros();
    if execute!(&mut tx.session(), USE, id.uuid(), nonce, visitor, at)? == 0 {
        return Ok(None);
    }
    identify::join_browser(tx, stamp, visitor, contact).await?;
    Ok(Some(visitor.to_owned()))
}
