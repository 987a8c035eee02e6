//! Chinese.

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
            C("[你好|您好]，我的 {product} 包[背带断了|扣子坏了|缝线开了]，订单号 {order}。"),
            A("{name}，[您好|你好]，很抱歉给您添麻烦了。可以告诉我是皮革还是帆布的部分吗？"),
            C("[是皮革和铜环连接的地方。|帆布，靠近底部的位置。|缝线松了，皮没事。]"),
            A("明白了。我们免费维修，寄件标签马上发到您的邮箱，大约两周寄回给您。"),
            N("订单 {order} 在十年保修期内，请维修部同时检查另一侧的铜环。"),
            C("[太好了，谢谢！|好的，谢谢你的帮助。|两周可以，谢谢。]"),
        ],
    },
    Talk {
        house: Pine,
        about: Orders,
        outcome: Outcome::Delivery,
        lines: &[
            C("[请问|你好，]订单 {order} 什么时候能到？物流[三天没有更新了|一直显示在途中]。"),
            A("{name}，您好，我帮您查一下，请稍等。"),
            A("包裹昨天已经清关，预计[明天|后天]送到。"),
            C("[好的，可以放在门口吗？|那我让家人在家等。]"),
            A("没问题，已经备注给快递员了。"),
            C("[谢谢！|辛苦了，谢谢。|回复真快，谢谢。]"),
        ],
    },
    Talk {
        house: Pine,
        about: Advice,
        outcome: Outcome::Sale,
        lines: &[
            C(
                "[请问 {product} 能放下 15 寸的电脑吗？|{product} 可以带上飞机吗？|{product} 防水吗？]",
            ),
            A("{name}，您好！可以的。帆布打过蜡，一般的雨没有问题。"),
            C("[有几种颜色？|重不重？]"),
            A("有墨绿、沙色和灰蓝三种，重量大约一公斤多一点。"),
            C("[好，我下单了。|谢谢，我再考虑一下。|明白了，谢谢！]"),
        ],
    },
    Talk {
        house: Pine,
        about: Returns,
        outcome: Outcome::Return,
        lines: &[
            C(
                "[你好|您好]，我想退订单 {order} 的 {product}，[比想象的大一点|颜色不太合适|家里人不喜欢]。",
            ),
            A("{name}，您好，三十天内都可以退。退货标签已经发到您的邮箱了。"),
            C("[需要原来的包装吗？|运费谁出？]"),
            A("用任何纸箱都可以，运费由我们承担。收到后五天内退回 {price} 欧元。"),
            C("[太方便了，谢谢。|好的，谢谢！]"),
        ],
    },
    Talk {
        house: Fell,
        about: Advice,
        outcome: Outcome::Answered,
        lines: &[
            C("[请问 {product} 毯子怎么洗？|{product} 毯子会掉毛吗？|{product} 适合露营用吗？]"),
            A("{name}，您好！羊毛毯用羊毛程序 30 度洗，平铺晾干就好；平时晾一晚通风就可以。"),
            C("[好的，谢谢！|明白了，非常感谢。]"),
        ],
    },
];
