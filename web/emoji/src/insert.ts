/**
 * Puts an emoji in place of what is selected, and the caret behind it. The field tells of it as of
 * typing, so whoever keeps its text hears of it.
 */
export function insertEmoji(field: HTMLTextAreaElement, character: string): void {
  field.setRangeText(character, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
