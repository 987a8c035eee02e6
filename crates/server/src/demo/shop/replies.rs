//! Canned replies.

use rapport_core::directory::CannedReply;
use rapport_storage::StoreError;

use super::founder::Founder;

/// Shortcut, title, language, text.
const REPLIES: [(&str, &str, &str, &str); 10] = [
    (
        "hello",
        "Greeting",
        "en",
        "Hello, thank you for writing to us. Give me a moment to look at your order.",
    ),
    (
        "label",
        "Return label is on its way",
        "en",
        "I have just sent you a prepaid label by e-mail. Pack the bag in any box and hand it in at a parcel shop; the money is back within five days of it reaching us.",
    ),
    (
        "repair",
        "How a repair goes",
        "en",
        "We mend straps, seams, buckles, zips and lining for ten years, at no cost. Send the bag in with the label that you get by e-mail; it usually takes two weeks, three in the summer.",
    ),
    (
        "wax",
        "Care of waxed canvas",
        "en",
        "Cold water and a soft brush, no soap: soap takes the wax out. Dry it in the shade, and rub in a little wax once a year.",
    ),
    (
        "delivery",
        "When it is delivered",
        "en",
        "Orders before 15:00 leave the same day. Within Europe it takes two to four working days, and delivery is free.",
    ),
    (
        "hallo",
        "Begrüßung",
        "de",
        "Guten Tag, danke für Ihre Nachricht. Ich sehe mir Ihre Bestellung gleich an.",
    ),
    (
        "etikett",
        "Etikett ist unterwegs",
        "de",
        "Das Etikett für den Rückversand habe ich Ihnen eben per E-Mail geschickt. Ein beliebiger Karton genügt, den Versand zahlen wir.",
    ),
    ("您好", "问候", "zh", "您好，感谢您的咨询。请稍等，我马上为您查看订单。"),
    (
        "退货",
        "退货说明",
        "zh",
        "退货标签已经发到您的邮箱。用任何纸箱包装后交到快递点即可，运费由我们承担，收到后五天内退款。",
    ),
    (
        "привет",
        "Приветствие",
        "ru",
        "Здравствуйте! Спасибо за сообщение. Одну минуту, посмотрю ваш заказ.",
    ),
];

pub(super) async fn write(founder: &mut Founder<'_>) -> Result<(), StoreError> {
    for (shortcut, title, language, text) in REPLIES {
        let reply = CannedReply {
            shortcut: shortcut.to_owned(),
            title: title.to_owned(),
            text: text.to_owned(),
            language: Some(language.to_owned()),
        };
        founder.keep(reply).await?;
    }
    Ok(())
}
