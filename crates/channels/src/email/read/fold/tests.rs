//! How answers look that people's mail programs write, by program and language.

use proptest::prelude::*;

use super::*;

#[track_caller]
fn check(text: &str, visible: &str, quoted_begins: &str) {
    let folded = fold(text, false);
    assert_eq!(folded.visible, visible, "{folded:#?}");
    assert!(folded.quoted.starts_with(quoted_begins), "{folded:#?}");
    assert_eq!(folded.quoted.is_empty(), quoted_begins.is_empty(), "{folded:#?}");
}

#[test]
fn introductions_by_program_and_language() {
    for introduction in [
        "On Mon, Jan 12, 2026 at 10:00 AM Shop <help@shop.example> wrote:",
        "On Mon, Jan 12, 2026 at 10:00 AM Shop with a very long name <\nhelp@shop.example> wrote:",
        "On Mon, Jan 12, 2026 at 10:00 AM\nShop <help@shop.example> wrote:",
        "Am Mo., 12. Jan. 2026 um 10:00 Uhr schrieb Shop <help@shop.example>:",
        "Am 12.01.26 um 10:00 schrieb Shop:",
        "Le lun. 12 janv. 2026 à 10:00, Shop <help@shop.example> a écrit :",
        "Le 12/01/2026 à 10:00, Shop a écrit :",
        "El lun, 12 ene 2026 a las 10:00, Shop (<help@shop.example>) escribió:",
        "El 12/1/26 a las 10:00, Shop escribió:",
        "пн, 12 янв. 2026 г. в 10:00, Shop <help@shop.example>:",
        "12.01.2026 10:00, Shop пишет:",
        "12 янв. 2026 г., в 10:00, Shop <help@shop.example> написал(а):",
        "Понедельник, 12 января 2026, 10:00 +03:00 от Shop <help@shop.example>:",
        "Shop <help@shop.example> 于2026年1月12日周一 10:00写道：",
        "在 2026-01-12 10:00:00，\"Shop\" <help@shop.example> 写道：",
        "At 2026-01-12 10:00:00, \"Shop\" <help@shop.example> wrote:",
        "On 12 Jan 2026, at 10:00, Shop <help@shop.example> wrote:",
        "Il giorno lun 12 gen 2026 alle ore 10:00 Shop <help@shop.example> ha scritto:",
        "Em seg., 12 de jan. de 2026 às 10:00, Shop <help@shop.example> escreveu:",
        "Op ma 12 jan 2026 om 10:00 schreef Shop <help@shop.example>:",
        "Shop wrote:",
    ] {
        let first = introduction.lines().next().unwrap();
        check(
            &format!("Thank you!\n\n{introduction}\n\n> Hello\n>\n> Good day\n"),
            "Thank you!",
            first,
        );
        check(&format!("{introduction}\n> Hello\n\nThank you!\n"), "Thank you!", first);
    }
}

#[test]
fn words_right_above_an_introduction_stay() {
    check(
        "Thank you!\nOn Mon, Jan 12, 2026 at 10:00 AM Shop <help@shop.example> wrote:\n> Hello",
        "Thank you!",
        "On Mon",
    );
}

#[test]
fn header_blocks_by_language() {
    for block in [
        "From: Shop <help@shop.example>\nSent: Monday, January 12, 2026 10:00 AM\nTo: Vera\nSubject: Your bag",
        "*From:* Shop <help@shop.example>\n*Date:* Monday\n*To:* Vera\n*Subject:* Your bag",
        "Von: Shop\nGesendet: Montag, 12. Januar 2026 10:00\nAn: Vera\nBetreff: Ihre Tasche",
        "De : Shop\nEnvoyé : lundi 12 janvier 2026 10:00\nÀ : Vera\nObjet : Votre sac",
        "De: Shop\nEnviado: lunes, 12 de enero de 2026 10:00\nPara: Vera\nAsunto: Su bolso",
        "От: Shop\nОтправлено: 12 января 2026 г. 10:00\nКому: Vera\nТема: Ваша сумка",
        "发件人: Shop\n发送时间: 2026年1月12日 10:00\n收件人: Vera\n主题: 您的包",
        "发件人：Shop\n发送时间：2026年1月12日 10:00\n收件人：Vera\n主题：您的包",
    ] {
        let first = block.lines().next().unwrap();
        check(&format!("Thank you!\n\n{block}\n\nHello\nGood day\n"), "Thank you!", first);
        let rule = "_".repeat(32);
        check(&format!("Thank you!\n{rule}\n{block}\n\nHello\n"), "Thank you!", &rule);
    }
}

#[test]
fn marks_above_the_original() {
    for mark in [
        "-----Original Message-----",
        "----- Original Message -----",
        "-----Ursprüngliche Nachricht-----",
        "-----Message d'origine-----",
        "-----Mensaje original-----",
        "-----Исходное сообщение-----",
        "------------------ 原始邮件 ------------------",
        "------------------&nbsp;原始邮件&nbsp;------------------".replace("&nbsp;", " ").as_str(),
        "---- 回复的原邮件 ----",
    ] {
        check(&format!("谢谢\n\n{mark}\nwhatever\n"), "谢谢", mark);
    }
}

#[test]
fn an_introduction_without_marks_below() {
    check(
        "Yes, the brown one.\n\nOn Monday, January 12, 2026, Shop <help@shop.example> wrote:\n\nWhich one?\n",
        "Yes, the brown one.",
        "On Monday",
    );
    // Somebody's own sentence is not an introduction.
    check("My neighbour wrote:\nit is broken", "My neighbour wrote:\nit is broken", "");
}

#[test]
fn answers_between_the_lines_stay_with_what_they_answer() {
    let text = "On Monday, Shop <help@shop.example> wrote:\n> Which one?\n\nThe brown one.\n\n\
        > And where did it break?\n\nAt the strap.";
    check(text, text, "");
    let below = format!("{text}\n\n> Regards\n> Shop");
    check(&below, text, "> Regards");
}

#[test]
fn signatures() {
    let folded =
        fold("Thank you!\n\n-- \nVera Holt\n+49 421 1\n\nOn Monday, Shop wrote:\n> Hello", false);
    assert_eq!(folded.visible, "Thank you!");
    assert_eq!(folded.signature, "-- \nVera Holt\n+49 421 1");
    assert_eq!(folded.quoted, "On Monday, Shop wrote:\n> Hello");
    for line in [
        "Sent from my iPhone",
        "Get Outlook for iOS<https://aka.ms/o0ukef>",
        "Von meinem iPhone gesendet",
        "Envoyé de mon iPhone",
        "Enviado desde mi iPhone",
        "Отправлено с iPhone",
        "发自我的iPhone",
    ] {
        let folded = fold(&format!("Thank you!\n\n{line}\n"), false);
        assert_eq!((folded.visible.as_str(), folded.signature.as_str()), ("Thank you!", line));
        let folded =
            fold(&format!("Thank you!\n\n{line}\n\nOn Monday, Shop wrote:\n> Hello"), false);
        assert_eq!((folded.visible.as_str(), folded.signature.as_str()), ("Thank you!", line));
    }
    // A text below a line of two dashes that is a letter of its own is no signature.
    let letter = format!("Thank you!\n--\n{}", "more\n".repeat(40));
    assert_eq!(fold(&letter, false).signature, "");
}

#[test]
fn a_signature_below_what_is_quoted() {
    let folded = fold("Thank you!\n\nOn Monday, Shop wrote:\n> Hello\n\n-- \nVera", false);
    assert_eq!(folded.visible, "Thank you!");
    assert_eq!(folded.quoted, "On Monday, Shop wrote:\n> Hello");
    assert_eq!(folded.signature, "-- \nVera");
}

#[test]
fn what_is_forwarded_is_shown() {
    for text in [
        "See below.\n\n---------- Forwarded message ---------\nFrom: A <a@b.example>\nDate: Mon\nSubject: X\nTo: B\n\nHello",
        "See below.\n\nBegin forwarded message:\n\n> From: A\n> Subject: X\n> Date: Mon\n>\n> Hello",
        "Siehe unten.\n\n-------- Weitergeleitete Nachricht --------\nBetreff: X\nDatum: Mo\nVon: A\nAn: B\n\nHallo",
    ] {
        check(text, text, "");
    }
    let text = "FYI\n\nFrom: A\nSent: Monday\nTo: B\nSubject: X\n\nHello";
    assert_eq!(fold(text, true).visible, text);
}

#[test]
fn never_is_everything_hidden() {
    for text in
        ["> Hello", "On Monday, Shop wrote:\n> Hello", "Sent from my iPhone", "-- \nVera", ""]
    {
        check(text, text, "");
    }
}

proptest! {
    #[test]
    fn no_line_is_lost(lines in prop::collection::vec(prop_oneof![
        Just("> quoted".to_owned()),
        Just(String::new()),
        Just("own words".to_owned()),
        Just("-- ".to_owned()),
        Just("On Mon, Jan 12, 2026 at 10:00 AM Shop <help@shop.example> wrote:".to_owned()),
        Just("From: a".to_owned()),
        Just("Sent: b".to_owned()),
        Just("To: c".to_owned()),
        Just("-----Original Message-----".to_owned()),
        Just("Begin forwarded message:".to_owned()),
        Just("Sent from my iPhone".to_owned()),
        "\\PC{0,20}",
    ], 0..30), is_forwarded: bool) {
        let text = lines.join("\n");
        let folded = fold(&text, is_forwarded);
        let sorted = |text: &str| {
            let mut lines: Vec<String> = text.lines()
                .map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect();
            lines.sort();
            lines
        };
        let parts = format!("{}\n{}\n{}", folded.visible, folded.quoted, folded.signature);
        prop_assert_eq!(sorted(&parts), sorted(&text));
        prop_assert!(!folded.visible.is_empty() || text.trim().is_empty());
    }
}
