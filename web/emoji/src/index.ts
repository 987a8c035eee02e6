export { insertEmoji } from "./insert";
export { type Language, parseRecent, withRecent } from "./list";
