//! What the columns of a file most likely stand for, by their headings.

use super::Target;
use crate::directory::Directory;

/// Words by which a heading is known, folded: in the languages of the desk, in German, and as other
/// systems' exports have them.
const KNOWN: [(Target, &[&str]); 8] = [
    (
        Target::Name,
        &[
            "name",
            "fullname",
            "contactname",
            "customername",
            "displayname",
            "имя",
            "фио",
            "姓名",
            "名称",
            "名字",
        ],
    ),
    (
        Target::Email,
        &[
            "email",
            "emailaddress",
            "mail",
            "emails",
            "электроннаяпочта",
            "почта",
            "邮箱",
            "电子邮件",
            "电子邮箱",
        ],
    ),
    (
        Target::Phone,
        &[
            "phone",
            "phonenumber",
            "telephone",
            "mobile",
            "mobilephone",
            "cell",
            "phones",
            "telefon",
            "телефон",
            "电话",
            "手机",
            "电话号码",
        ],
    ),
    (
        Target::External,
        &[
            "id",
            "externalid",
            "userid",
            "customerid",
            "customernumber",
            "ownid",
            "kundennummer",
            "идентификатор",
            "编号",
            "客户编号",
        ],
    ),
    (
        Target::Company,
        &[
            "company",
            "companyname",
            "organisation",
            "organization",
            "account",
            "firma",
            "компания",
            "организация",
            "公司",
        ],
    ),
    (Target::Language, &["language", "locale", "lang", "sprache", "язык", "语言"]),
    (Target::Tags, &["tags", "tag", "labels", "schlagwörter", "теги", "метки", "标签"]),
    (Target::Note, &["note", "notes", "comment", "notiz", "заметка", "примечание", "备注"]),
];

/// Letters and digits alone, in lower case.
fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A target for each heading; custom fields are known by their names, and come first.
pub fn guess(headings: &[String], directory: &Directory) -> Vec<Target> {
    let mut targets: Vec<Target> = Vec::new();
    for heading in headings {
        let heading = folded(heading);
        let field = directory.contact_fields.values().find(|field| {
            !field.archived && !heading.is_empty() && folded(&field.record.name) == heading
        });
        let known = KNOWN.iter().find(|(_, words)| words.contains(&heading.as_str()));
        let target = match (field, known) {
            (Some(field), _) => Target::Field { field_id: field.id },
            (None, Some((target, _))) => *target,
            (None, None) => Target::Ignore,
        };
        let may_repeat = matches!(target, Target::Email | Target::Phone | Target::Note);
        let is_taken = !may_repeat && targets.contains(&target);
        targets.push(if is_taken { Target::Ignore } else { target });
    }
    targets
}
