import type { Mark, Stretch } from "@rapport/text";
import type { VNode } from "preact";

const TAGS = { bold: "strong", italic: "em", strikethrough: "s", code: "code" } as const;

/** A stretch of a message, with its marks and its link. */
export function Rich({ stretch: { text, marks, href } }: { stretch: Stretch }): VNode {
  const marked = marks.reduce<VNode | string>((inner, mark: Mark) => {
    const Tag = TAGS[mark];
    return Tag ? <Tag>{inner}</Tag> : inner;
  }, text);
  if (href === null) return <>{marked}</>;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      {marked}
    </a>
  );
}
