/** The line that brings the widget onto a page. */
export function snippetOf(origin: string, inboxKey: string): string {
  return `<script async src="${origin}/widget.js" data-inbox="${inboxKey}"></script>`;
}
