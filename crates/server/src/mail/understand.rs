//! From a mail as it came to what is made of it; its attachments become files on the way.

use std::io::{self, BufReader, Cursor};
use std::path::PathBuf;

use rapport_channels::email::read::{
    Bounce, DeliveryAction, Mail, MailAttachment, Place, Skeleton, parse,
};
use rapport_channels::webchat::return_link::without_tokens;
use rapport_core::attachment::{HEAD_BYTES, detect, name_for};
use rapport_core::id::InboxId;
use rapport_core::mail::{InlinePart, MailAddress, MailHead, MailProblem};
use rapport_storage::StoreError;
use rapport_storage::attachment::{NewAttachment, Uploader};
use rapport_storage::mail::{Kept, Raw, is_known_by};
use rapport_storage::mail_intake::{Coming, Report, Told};
use sha2::{Digest, Sha256};
use tokio::io::{AsyncReadExt, AsyncSeekExt};

use crate::app::{App, stamp};
use crate::attachments::described;

/// Longest text that a message shows, in characters; the rest is in the mail as it came.
const TEXT_CHARS_MAX: usize = 20_000;
/// Most recipients that a message names.
const RECIPIENTS_MAX: usize = 50;
/// A file is decoded in pieces of this size.
const PIECE_BYTES: usize = 64 * 1024;

/// The bytes of a mail.
#[derive(Clone)]
enum Source {
    Memory(Vec<u8>),
    File(PathBuf),
}

impl Source {
    fn of(app: &App, raw: Raw) -> Self {
        match raw {
            Raw::Here(raw) => Self::Memory(raw),
            Raw::File(id) => Self::File(app.files.path(id)),
        }
    }

    async fn read(&self) -> io::Result<Mail> {
        let source = self.clone();
        let read = tokio::task::spawn_blocking(move || Ok(parse(&source.skeleton()?)));
        read.await.map_err(io::Error::other)?
    }

    fn skeleton(&self) -> io::Result<Skeleton> {
        match self {
            Self::Memory(raw) => Ok(Skeleton::whole(raw.clone())),
            Self::File(path) => Skeleton::read(BufReader::new(std::fs::File::open(path)?)),
        }
    }

    /// The bytes of a part, to be read in pieces.
    async fn open(
        &self,
        place: &Place,
    ) -> io::Result<Box<dyn tokio::io::AsyncRead + Send + Unpin + '_>> {
        let length = place.range.end - place.range.start;
        match self {
            Self::Memory(raw) => {
                let mut cursor = Cursor::new(raw.as_slice());
                cursor.set_position(place.range.start);
                Ok(Box::new(cursor.take(length)))
            }
            Self::File(path) => {
                let mut file = tokio::fs::File::open(path).await?;
                file.seek(io::SeekFrom::Start(place.range.start)).await?;
                Ok(Box::new(file.take(length)))
            }
        }
    }

    fn len(&self) -> io::Result<u64> {
        match self {
            Self::Memory(raw) => Ok(raw.len() as u64),
            Self::File(path) => Ok(std::fs::metadata(path)?.len()),
        }
    }
}

/// Reads a mail that is stored.
pub async fn read(app: &App, raw: Raw) -> io::Result<Mail> {
    Source::of(app, raw).read().await
}

/// What a mail says. Nothing that it says is a reason to fail; what fails here is tried again.
pub(super) async fn understand(
    app: &App,
    inbox_id: InboxId,
    kept: Kept,
) -> Result<Coming, StoreError> {
    let source = Source::of(app, kept.raw);
    let mail = source.read().await.map_err(StoreError::disk)?;
    let fingerprint = fingerprint(&mail);
    let mut head = head(&mail);
    head.mail_id = Some(kept.id);
    let mut attachments = Vec::new();
    let known = is_known_by(&mut app.store.read().await?.session(), &fingerprint).await?;
    // Of a copy nothing is kept but that it came.
    if !known && mail.bounce.is_none() {
        let own = whole_message(&mail, &source).map_err(StoreError::disk)?;
        for part in mail.attachments.iter().chain(&own) {
            match file(app, inbox_id, &source, part).await.map_err(StoreError::disk)? {
                Some(new) => {
                    if let Some(content_id) = part.content_id.clone().filter(|_| part.inline) {
                        let attachment_id = new.attachment.id;
                        head.inline.push(InlinePart { content_id, attachment_id });
                    }
                    attachments.push(new);
                }
                None => head.problems.push(MailProblem::LeftOut),
            }
        }
    }
    head.problems.sort_unstable();
    head.problems.dedup();
    Ok(Coming {
        id: kept.id,
        head,
        text: first_words(&mail.visible_text),
        attachments,
        fingerprint,
        answers: mail.answers().map(str::to_owned).collect(),
        message_id: mail.message_id,
        follows: mail.references,
        report: mail.bounce.as_ref().and_then(report),
    })
}

/// Of a mail that could not be read as one, or of whose text only a part was: the message itself.
fn whole_message(mail: &Mail, source: &Source) -> io::Result<Option<MailAttachment>> {
    let is_read = !mail.problems.iter().any(|it| {
        matches!(it, MailProblem::NotAMail | MailProblem::Charset | MailProblem::TooMuch)
    }) && mail.visible_text.chars().count() <= TEXT_CHARS_MAX;
    if is_read {
        return Ok(None);
    }
    let size_bytes = source.len()?;
    Ok(Some(MailAttachment {
        name: "message.eml".to_owned(),
        content_type: "message/rfc822".to_owned(),
        size_bytes,
        content_id: None,
        inline: false,
        place: Place {
            range: 0..size_bytes,
            encoding: rapport_channels::email::read::Encoding::None,
        },
    }))
}

/// So much of a text as is kept, without what would let whoever reads it here in as the contact: what
/// they answer repeats the link back into the chat.
fn first_words(text: &str) -> String {
    let first: String = text.chars().take(TEXT_CHARS_MAX).collect();
    without_tokens(&first)
}

fn head(mail: &Mail) -> MailHead {
    let mut room = RECIPIENTS_MAX;
    let mut few = |addresses: &[MailAddress]| -> Vec<MailAddress> {
        let few: Vec<_> = addresses.iter().take(room).cloned().collect();
        room -= few.len();
        few
    };
    let (to, cc) = (few(&mail.to), few(&mail.cc));
    MailHead {
        from: mail.from.clone(),
        reply_to: mail.reply_to.iter().take(RECIPIENTS_MAX).cloned().collect(),
        more_recipients: mail.to.len() + mail.cc.len() - to.len() - cc.len(),
        cc,
        quoted_text: first_words(&mail.quoted_text),
        signature: first_words(&mail.signature),
        has_html: mail.html.is_some(),
        auto_reply: mail.auto_reply,
        problems: mail.problems.clone(),
        follows_up: Vec::new(),
        ..MailHead::outgoing(mail.subject.clone(), to)
    }
}

/// Of what a mail says, so that its copy in another mailbox is known, whatever servers added on the
/// way, and that no other mail passes for it.
fn fingerprint(mail: &Mail) -> Vec<u8> {
    let mut hash = Sha256::new();
    let mut add = |text: &str| {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text);
    };
    add(mail.message_id.as_deref().unwrap_or_default());
    add(&mail.from.as_ref().map(MailAddress::key).unwrap_or_default());
    add(&mail.date.map(|date| date.to_string()).unwrap_or_default());
    add(&mail.subject);
    add(&mail.text);
    for attachment in &mail.attachments {
        add(&attachment.name);
        add(&attachment.size_bytes.to_string());
    }
    hash.finalize().to_vec()
}

/// What a report says of the mail as a whole: of several recipients the worst.
fn report(bounce: &Bounce) -> Option<Report> {
    let told = |action| {
        let of: Vec<String> = bounce
            .recipients
            .iter()
            .filter(|it| it.action == action)
            .map(|it| {
                let why = it.diagnostic.as_deref().or(it.status.as_deref()).unwrap_or_default();
                format!("{}: {why}", it.address).trim_end_matches([':', ' ']).to_owned()
            })
            .collect();
        (!of.is_empty()).then(|| of.join("; ").chars().take(1_000).collect::<String>())
    };
    let told = if let Some(reason) = told(DeliveryAction::Failed) {
        Told::Failed { reason }
    } else if let Some(reason) = told(DeliveryAction::Delayed) {
        Told::Delayed { reason }
    } else if bounce.recipients.iter().any(|it| it.action == DeliveryAction::Delivered) {
        Told::Delivered
    } else {
        return None;
    };
    Some(Report { message_id: bounce.message_id.clone(), told })
}

/// Makes a file of an attachment; none of one that can run.
async fn file(
    app: &App,
    inbox_id: InboxId,
    source: &Source,
    part: &MailAttachment,
) -> io::Result<Option<NewAttachment>> {
    let mut staged = app.files.stage(stamp().id()).await?;
    let mut decoder = part.place.decoder();
    let mut bytes = source.open(&part.place).await?;
    let mut piece = vec![0; PIECE_BYTES];
    let mut head = Vec::new();
    loop {
        let read = bytes.read(&mut piece).await?;
        let decoded = if read == 0 {
            std::mem::replace(&mut decoder, part.place.decoder()).end()
        } else {
            decoder.decode(&piece[..read])
        };
        head.extend(decoded.iter().take(HEAD_BYTES - head.len()));
        staged.write(&decoded).await?;
        if read == 0 {
            break;
        }
    }
    drop(bytes);
    let kind = detect(&head);
    let name = name_for(&part.name, kind);
    if kind.refused(&name, app.uploads.refused()).is_some() {
        return Ok(None);
    }
    let (attachment, content) = described(&mut staged, name, kind).await?;
    staged.keep().await?;
    Ok(Some(NewAttachment { attachment, content, uploader: Uploader::Inbox(inbox_id), key: None }))
}
