//! Spanish.

use super::About::{Advice, Orders, Returns};
use super::House::{Fell, Pine};
use super::Line::{Agent as A, Customer as C};
use super::{Outcome, Talk};

pub(super) const TALKS: &[Talk] = &[
    Talk {
        house: Pine,
        about: Orders,
        outcome: Outcome::Delivery,
        lines: &[
            C(
                "[Hola|Buenos días], ¿cuándo llega el pedido {order}? [El seguimiento no cambia desde el lunes.|Tenía que llegar ayer.]",
            ),
            A("Hola {name}, lo miro enseguida."),
            A("Está en reparto y llega [mañana|pasado mañana] antes de las 14 h."),
            C("[¡Perfecto, gracias!|Muchas gracias, {agent}.|Estupendo, gracias.]"),
        ],
    },
    Talk {
        house: Pine,
        about: Returns,
        outcome: Outcome::Return,
        lines: &[
            C(
                "[Hola|Buenas tardes], quiero devolver el bolso {product} del pedido {order}. [Es más grande de lo que pensaba.|El color no me convence.]",
            ),
            A("Hola {name}, sin problema: te envío la etiqueta por correo. Cualquier caja sirve."),
            C("[¿Y cuándo me devuelven el dinero?|¿Tengo que pagar el envío?]"),
            A(
                "El envío lo pagamos nosotros, y los {price} euros vuelven en cinco días como máximo.",
            ),
            C("[¡Genial, gracias!|Muy amable, gracias.]"),
        ],
    },
    Talk {
        house: Fell,
        about: Advice,
        outcome: Outcome::Sale,
        lines: &[
            C(
                "[¿La manta {product} abriga bastante para dormir en el barco?|¿Cómo se lava la manta {product}?]",
            ),
            A(
                "¡Hola {name}! Es de lana con el reverso cortavientos: abriga hasta unos 5 grados. Se lava a 30 con el programa de lana.",
            ),
            C("[Gracias, la pido ahora.|Muchas gracias por la ayuda.]"),
        ],
    },
];
