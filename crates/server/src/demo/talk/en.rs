//! English.

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
                "[Hi|Hello|Good morning], the strap of my {product} [tore at the seam|came loose at the buckle|started to fray] [yesterday|on the train|after a week of rain]. Order {order}.",
            ),
            A(
                "[Hi|Hello] {name}, [sorry about that|that should not happen]. Is it the leather or the canvas that gave way?",
            ),
            C(
                "[The leather, right at the brass ring.|The canvas, about two centimetres below the seam.|The stitching, the leather itself looks fine.]",
            ),
            A(
                "[Thank you, that helps.|Good to know.] We mend it at no cost: I send you a prepaid label by e-mail, and the bag is back with you in about two weeks.",
            ),
            N(
                "Order {order} is within the ten years. Asked the workshop to replace the ring as well.",
            ),
            C(
                "[Two weeks is fine.|That is quick, I expected a month.|Great, I have another bag for now.] [Thank you!|Thanks {agent}!]",
            ),
            A("[You are welcome.|Gladly.] The label is on its way."),
        ],
    },
    Talk {
        house: Pine,
        about: Orders,
        outcome: Outcome::Delivery,
        lines: &[
            C(
                "[Hi|Hello], where is my order {order}? Tracking has said \"in transit\" [for four days|since Monday|since last week].",
            ),
            A("[Hello|Hi] {name}, let me look at what the carrier tells us. One moment please."),
            A(
                "It was held at the depot because the house number is missing on the label. What should it say?",
            ),
            C(
                "[14b|Number 7, second door|22, the bell says Studio]. I may have left it out, sorry!",
            ),
            A(
                "No harm done. I passed it on, they deliver [tomorrow|on the next working day] between 9 and 13.",
            ),
            C("[Perfect, thank you.|Brilliant, thanks for the quick help.|Great, I will be in.]"),
        ],
    },
    Talk {
        house: Pine,
        about: Orders,
        outcome: Outcome::OrderChanged,
        lines: &[
            C(
                "[Hi there|Hello], I just ordered a {product} ({order}) and picked the wrong colour. Can I still change it?",
            ),
            A(
                "[Hi|Hello] {name}, yes, it has not left the workshop yet. Which colour would you like?",
            ),
            C("[Slate, please.|The moss green one.|Sand, if you have it.]"),
            A("Done. You get a new confirmation [in a minute|right away]; nothing else changes."),
            C("[Just got it. Thanks!|That was easy, thank you.|Lovely, thanks a lot.]"),
        ],
    },
    Talk {
        house: Pine,
        about: Advice,
        outcome: Outcome::Sale,
        lines: &[
            C("[Hi|Hello], does a [15|16|14] inch laptop fit into the {product}?"),
            A(
                "[Hi|Hello] {name}! A 14 inch fits with its sleeve on. A 16 inch goes in the Rolltop and the Duffel, but not in the Tote.",
            ),
            C("[Good to know.|Ah, then it is the Rolltop.] And is it waterproof?"),
            A(
                "The waxed canvas keeps out a good shower. For an hour of heavy rain, wax it once a year: the tin comes with the bag.",
            ),
            C(
                "[Sold. Thank you!|Thanks, I will think about it over the weekend.|That answers everything, thanks.]",
            ),
        ],
    },
    Talk {
        house: Pine,
        about: Advice,
        outcome: Outcome::Sale,
        lines: &[
            C(
                "Would the {product} count as cabin luggage [on a low-cost airline|with most airlines|on a small plane]?",
            ),
            A(
                "[Hello|Hi] {name}, the Duffel is 52 × 28 × 26 cm, so most airlines take it as cabin luggage. The smaller bags fit under the seat.",
            ),
            C("[Even when it is stuffed full?|And with the strap on?]"),
            A("Soft sides forgive a lot. If the sizer is strict, leave the end pocket empty."),
            C("[Ha, good trick. Thanks!|Thank you {agent}.|Great, ordering now.]"),
        ],
    },
    Talk {
        house: Pine,
        about: Returns,
        outcome: Outcome::Return,
        lines: &[
            C(
                "[Hello|Hi], I would like to send my {product} back, order {order}. It is [smaller than I thought|a bit heavy for me|lovely but not my colour].",
            ),
            A(
                "[Hi|Hello] {name}, no problem. Thirty days, used or not. Shall I send the label to the address that you ordered with?",
            ),
            C("Yes please. [Do I need the original box?|Can I use any box?]"),
            A(
                "Any box will do. Hand it in at a parcel shop, and the money is back within five days of it reaching us.",
            ),
            C("[Thank you, very fair.|Great, thanks.|Thanks, that is easier than I expected.]"),
            A("[Have a good day!|Thank you for trying it.]"),
        ],
    },
    Talk {
        house: Pine,
        about: Returns,
        outcome: Outcome::Refund,
        lines: &[
            C(
                "I returned order {order} [two weeks ago|on the 3rd|ten days ago] and do not see the {price} euros yet.",
            ),
            A("[Hello|Hi] {name}, I am sorry for the wait. I look it up."),
            N(
                "Parcel was scanned at our door last Thursday, nobody booked it in. Told the warehouse.",
            ),
            A(
                "The parcel reached us, but was not booked in: our mistake. I have just released {price} euros, they arrive in one or two days.",
            ),
            C(
                "[OK, thank you for sorting it out.|Good. A short message would have been nice.|Thanks for being honest about it.]",
            ),
            A("You are right, and I passed that on. Thank you for your patience."),
        ],
    },
    Talk {
        house: Pine,
        about: Orders,
        outcome: Outcome::Answered,
        lines: &[
            C(
                "[Do you ship to Norway?|Do you deliver to Switzerland?|Can you send a bag to Canada?]",
            ),
            A(
                "[Hi|Hello] {name}, yes, we do. Postage is 12 euros there, and customs is paid at the checkout, so nothing is due at the door.",
            ),
            C("[Great, thanks!|Wonderful, thank you.|Perfect.]"),
        ],
    },
    Talk {
        house: Pine,
        about: Orders,
        outcome: Outcome::OrderChanged,
        lines: &[
            C(
                "[Hi|Hello], can you put initials on the {product} in order {order}? It is a [birthday present|leaving gift|present for my sister].",
            ),
            A(
                "[Hi|Hello] {name}, what a nice idea. Up to three letters, pressed into the leather tab. Bags with initials cannot be returned, though.",
            ),
            C(
                "[Fine, she will love it.|That is all right.] [M. K. please.|J. B. please.|Just an R.]",
            ),
            A("Noted. It leaves [tomorrow|on Thursday] instead of today."),
            C("[Thank you so much!|Lovely, thanks.]"),
        ],
    },
    Talk {
        house: Pine,
        about: Orders,
        outcome: Outcome::Delivery,
        lines: &[
            C("My parcel arrived, but the {product} is missing. Order {order}."),
            C("There is only the [tin of wax|Sling|tote] in it."),
            A(
                "[Hello|Hi] {name}, that is two parcels: the bag comes separately from the workshop. It was handed over [this morning|yesterday evening].",
            ),
            C("[Ah! The e-mail did not say that.|Phew.] When will it be here?"),
            A(
                "[Tomorrow before noon|The day after tomorrow], if the carrier keeps its word. I note that the e-mail should say so.",
            ),
            N(
                "Third customer this month who was confused by split parcels: the dispatch e-mail should list what comes when.",
            ),
            C("[Thanks {agent}.|All right, thank you.]"),
        ],
    },
    Talk {
        house: Pine,
        about: Advice,
        outcome: Outcome::Answered,
        lines: &[
            C("How do I get [red wine|a coffee stain|mud] out of waxed canvas?"),
            A(
                "[Hi|Hello] {name}! Cold water and a soft brush, no soap: soap takes the wax out. Let it dry in the shade, then rub a little wax over the spot.",
            ),
            C(
                "[It worked, you can hardly see it.|Will try tonight, thanks.|Thank you, I was about to use soap!]",
            ),
        ],
    },
    Talk {
        house: Fell,
        about: Advice,
        outcome: Outcome::Sale,
        lines: &[
            C(
                "[Hi|Hello], is the {product} warm enough for [sleeping on deck in June|a night in the hills|October evenings on the balcony]?",
            ),
            A(
                "[Hi|Hello] {name}! It is 480 g wool with a windproof back, so yes, with a pullover. Folded double it is good down to about 5 degrees.",
            ),
            C("[And can I wash it?|How do I wash it?]"),
            A("Wool programme, 30 degrees, and dry it flat. Airing it overnight usually does."),
            C("[Thanks, ordered!|Great, thank you.|Perfect, that helps.]"),
        ],
    },
    Talk {
        house: Fell,
        about: Orders,
        outcome: Outcome::Delivery,
        lines: &[
            C(
                "Order {order}: will the {product} be here [by Friday|before the weekend|before we leave on Saturday]?",
            ),
            A(
                "[Hello|Hi] {name}, it left Porto [yesterday|this morning]. I expect it on [Thursday|Friday]; I keep an eye on it.",
            ),
            C("[Thank you, fingers crossed.|Thanks!|Great service.]"),
            A(
                "[It has just been delivered to your neighbour.|It is out for delivery, enjoy the trip!]",
            ),
        ],
    },
    Talk {
        house: Fell,
        about: Returns,
        outcome: Outcome::Return,
        lines: &[
            C(
                "The {product} from order {order} has a [pulled thread|small hole near the edge|stain that was there from the start].",
            ),
            A(
                "[Hi|Hello] {name}, sorry, that slipped past us. Would you rather have a new one or {price} euros back?",
            ),
            C("[A new one, please.|A new one would be great.]"),
            A(
                "It leaves today. Keep the other one as a picnic rug, or hand it in at an animal shelter: they are always glad.",
            ),
            C("[What a lovely idea, thank you!|Wow, thanks.|I will do that. Thank you!]"),
        ],
    },
];
