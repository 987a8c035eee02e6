//! German.

use super::About::{Advice, Orders, Returns};
use super::House::{Fell, Pine};
use super::Line::{Agent as A, Customer as C, Note as N};
use super::{Outcome, Talk};

pub(super) const TALKS: &[Talk] = &[
    Talk {
        house: Pine,
        about: Returns,
        outcome: Outcome::Repair,
        lines: &[
            C(
                "[Hallo|Guten Tag|Moin], bei meiner Tasche ({product}, Bestellung {order}) ist [der Riemen gerissen|die Schnalle verbogen|die Naht am Henkel aufgegangen].",
            ),
            A(
                "[Hallo|Guten Tag] {name}, das tut mir leid. Das reparieren wir kostenlos. Ist das Leder noch heil?",
            ),
            C("[Ja, nur die Naht ist auf.|Das Leder ist leider eingerissen.|Soweit ich sehe, ja.]"),
            A(
                "Danke. Das Etikett für den Versand kommt gleich per E-Mail. In etwa zwei Wochen haben Sie die Tasche wieder.",
            ),
            N("Werkstatt: bitte auch den zweiten Ring prüfen, Bestellung {order}."),
            C(
                "[Super, vielen Dank!|Prima, danke für die schnelle Hilfe.|Zwei Wochen sind in Ordnung, danke.]",
            ),
        ],
    },
    Talk {
        house: Pine,
        about: Orders,
        outcome: Outcome::Delivery,
        lines: &[
            C(
                "[Hallo|Guten Morgen], wo bleibt meine Bestellung {order}? [Die Sendungsverfolgung steht seit Tagen still.|Angekündigt war gestern.]",
            ),
            A("[Hallo|Guten Tag] {name}, ich sehe nach. Einen Moment bitte."),
            A(
                "Das Paket liegt seit heute früh im Zustellstützpunkt und kommt [morgen|spätestens übermorgen].",
            ),
            C("[Kann es auch in eine Packstation?|Kann der Nachbar es annehmen?]"),
            A("Ja, das habe ich eben eingetragen. Sie bekommen eine Nachricht vom Zusteller."),
            C("[Danke, das war schnell!|Wunderbar, vielen Dank.|Perfekt, danke {agent}.]"),
        ],
    },
    Talk {
        house: Pine,
        about: Advice,
        outcome: Outcome::Sale,
        lines: &[
            C(
                "[Passt ein Ordner in die Tasche {product}?|Passen in die Tasche {product} A4-Hefte?|Passt ein Laptop mit 15 Zoll in die Tasche {product}?]",
            ),
            A("[Hallo|Guten Tag] {name}! Ja, hochkant. Es bleibt noch Platz für eine Jacke."),
            C("[Und ist sie wasserdicht?|Hält sie auch Regen aus?]"),
            A(
                "Einen kräftigen Schauer hält das gewachste Segeltuch ab. Einmal im Jahr nachwachsen, dann bleibt es so.",
            ),
            C(
                "[Dann bestelle ich sie. Danke!|Danke, ich überlege es mir.|Klingt gut, vielen Dank.]",
            ),
        ],
    },
    Talk {
        house: Pine,
        about: Returns,
        outcome: Outcome::Return,
        lines: &[
            C(
                "[Hallo|Guten Tag], ich möchte die Tasche {product} aus Bestellung {order} zurückgeben. [Sie ist mir zu groß.|Die Farbe passt leider nicht.|Ich habe zwei geschenkt bekommen.]",
            ),
            A(
                "[Hallo|Guten Tag] {name}, kein Problem. Das Etikett ist unterwegs; ein beliebiger Karton genügt.",
            ),
            C("Muss ich [den Versand bezahlen|den Lieferschein beilegen]?"),
            A(
                "Nein. Die {price} Euro sind spätestens fünf Tage nach Eingang wieder auf Ihrem Konto.",
            ),
            C("[Sehr kulant, danke!|Vielen Dank.|Alles klar, danke schön.]"),
        ],
    },
    Talk {
        house: Pine,
        about: Orders,
        outcome: Outcome::OrderChanged,
        lines: &[
            C(
                "[Hallo|Guten Tag], ich habe eben bestellt ({order}) und die alte Adresse angegeben. Geht das noch zu ändern?",
            ),
            A(
                "[Hallo|Guten Tag] {name}, ja, das Paket ist noch hier. Wie lautet die neue Adresse?",
            ),
            C(
                "[Lindenweg 5, 28195 Bremen|Am Markt 12, 23552 Lübeck|Gartenstraße 8, 04103 Leipzig].",
            ),
            A("Ist geändert, die neue Bestätigung kommt gleich."),
            C("[Ist da, danke!|Perfekt, vielen Dank.|Toll, das ging ja schnell.]"),
        ],
    },
    Talk {
        house: Pine,
        about: Orders,
        outcome: Outcome::Answered,
        lines: &[
            C(
                "[Kann ich auch auf Rechnung kaufen?|Gibt es Gutscheine?|Kann ich die Taschen irgendwo ansehen?]",
            ),
            A(
                "[Hallo|Guten Tag] {name}, ja, gern. Alles dazu steht auf unserer Seite unter »Bestellen«; soll ich Ihnen den Link schicken?",
            ),
            C("[Habe es gefunden, danke.|Nicht nötig, danke!|Ja, bitte. Danke!]"),
        ],
    },
    Talk {
        house: Fell,
        about: Advice,
        outcome: Outcome::Sale,
        lines: &[
            C(
                "[Kratzt die Decke {product}?|Ist die Decke {product} auch für Kinder geeignet?|Wie warm ist die Decke {product}?]",
            ),
            A(
                "[Hallo|Guten Tag] {name}! Die Wolle ist zweimal gekämmt und sehr weich, und sie wärmt bis etwa 5 Grad.",
            ),
            C("[Und waschen?|Wie wasche ich sie?]"),
            A(
                "Wollprogramm bei 30 Grad, liegend trocknen. Meist reicht es, sie über Nacht zu lüften.",
            ),
            C("[Danke, ist bestellt.|Prima, danke!|Vielen Dank für die Auskunft.]"),
        ],
    },
];
