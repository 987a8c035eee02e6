/** Long enough for any browser to have begun saving. */
const HELD_MS = 60_000;

/** Has the browser save a page under a name. */
export function saveHtml(html: string, name: string): void {
  const url = URL.createObjectURL(new Blob([html], { type: "text/html;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), HELD_MS);
}
