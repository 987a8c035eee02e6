/** How the text of a message is shown, to agents and visitors alike. No framework, no words. */

export type { Mark, Span } from "./span";
export { type Stretch, stretchesOf } from "./stretches";
