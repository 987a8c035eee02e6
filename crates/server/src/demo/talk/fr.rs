//! French.

use super::About::{Advice, Orders, Returns};
use super::House::{Fell, Pine};
use super::Line::{Agent as A, Customer as C};
use super::{Outcome, Talk};

pub(super) const TALKS: &[Talk] = &[
    Talk {
        house: Pine,
        about: Returns,
        outcome: Outcome::Repair,
        lines: &[
            C(
                "Bonjour, [la bandoulière de mon sac {product} s'est décousue|la boucle de mon sac {product} est tordue]. Commande {order}.",
            ),
            A(
                "Bonjour {name}, désolé pour ce souci. Nous le réparons gratuitement : l'étiquette d'envoi arrive par e-mail.",
            ),
            C("[Combien de temps faut-il compter ?|C'est long ?]"),
            A("Deux semaines environ, trois en été."),
            C("[Parfait, merci beaucoup !|Très bien, merci {agent}.]"),
        ],
    },
    Talk {
        house: Pine,
        about: Orders,
        outcome: Outcome::OrderChanged,
        lines: &[
            C(
                "Bonjour, je viens de commander ({order}) et je me suis trompé [de couleur|d'adresse]. Est-ce encore possible de changer ?",
            ),
            A("Bonjour {name}, oui, le colis n'est pas encore parti. Que faut-il mettre ?"),
            C(
                "[Le vert mousse, s'il vous plaît.|8 rue des Lilas, 44000 Nantes.|Le bleu ardoise, merci.]",
            ),
            A("C'est fait, la nouvelle confirmation arrive tout de suite."),
            C("[Reçue, merci !|Merci, c'était rapide.]"),
        ],
    },
    Talk {
        house: Fell,
        about: Advice,
        outcome: Outcome::Sale,
        lines: &[
            C(
                "Bonjour, la couverture {product} [gratte-t-elle ?|convient-elle pour dormir sous la tente ?]",
            ),
            A(
                "Bonjour {name} ! La laine est peignée deux fois, elle est très douce, et elle tient chaud jusqu'à 5 degrés.",
            ),
            C("[Merci, je la prends.|Merci pour votre réponse !]"),
        ],
    },
];
