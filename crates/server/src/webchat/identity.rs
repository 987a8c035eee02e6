//! Who a visitor is, by the business's own word: reads the page's token, and joins the browser with
//! the customer.

use rapport_channels::webchat::identity::verify;
use rapport_channels::webchat::visitor::Visitor;
use rapport_core::contact::Identification;
use rapport_core::id::InboxId;
use rapport_storage::StoreError;
use rapport_storage::identify::{Identified, identify, look};
use uuid::Uuid;

use crate::app::{App, stamp};
use crate::clock;
use crate::identity_secret;

/// Somebody who was not here before.
pub fn new_visitor() -> Visitor {
    Visitor::new(Uuid::from_u128(rand::random()))
}

/// What came of a page's word on who its visitor is.
pub struct Told {
    pub visitor: Visitor,
    pub known: Option<Identification>,
    /// Why the token is not believed; the visitor is then nobody in particular.
    pub refusal: Option<String>,
}

/// Looks at the token, if there is one. A browser that is another customer's gets a visitor of its
/// own: nobody sees what another said.
pub async fn told(
    app: &App,
    inbox_id: InboxId,
    visitor: Visitor,
    token: Option<&str>,
) -> Result<Told, StoreError> {
    let Some(token) = token else { return Ok(Told { visitor, known: None, refusal: None }) };
    let secret = identity_secret::of(&mut app.store.read().await?.session(), inbox_id).await?;
    let Some(secret) = secret else {
        let detail = "this inbox has no secret to sign with; make one in the settings".to_owned();
        return Ok(Told { visitor, known: None, refusal: Some(detail) });
    };
    let who = match verify(token, &secret, clock::now()) {
        Ok(who) => who,
        Err(error) => {
            return Ok(Told { visitor, known: None, refusal: Some(error.to_string()) });
        }
    };
    let visitor = match join(app, visitor, &who).await? {
        Identified::New | Identified::Known(_) => visitor,
        Identified::Another => {
            let anew = new_visitor();
            join(app, anew, &who).await?;
            anew
        }
    };
    Ok(Told { visitor, known: Some(who), refusal: None })
}

async fn join(app: &App, visitor: Visitor, who: &Identification) -> Result<Identified, StoreError> {
    let mut reader = app.store.read().await?;
    let seen = look(&mut reader.session(), &visitor.identity(), who).await?;
    drop(reader);
    if let Some(identified) = seen {
        return Ok(identified);
    }
    let mut tx = app.store.begin().await?;
    let identified = identify(&mut tx, stamp(), &visitor.identity(), who).await?;
    match &identified {
        Identified::Known(_) => tx.commit().await?,
        Identified::New | Identified::Another => tx.rollback().await?,
    }
    Ok(identified)
}
