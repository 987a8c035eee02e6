import { type Mark, type Span, stretchesOf } from "@rapport/text";
import type { ReactNode } from "react";
import classes from "./RichText.module.css";

const TAGS = { bold: "strong", italic: "em", strikethrough: "s", code: "code" } as const;

interface Props {
  text: string;
  spans: readonly Span[];
  /** How plain words are drawn; as they are, unless something stands out among them. */
  words?: (text: string) => ReactNode;
}

/** The words of a message or note, with their marks and links. */
export function RichText({ text, spans, words = (text) => text }: Props) {
  return stretchesOf(text, spans).map(({ text, marks, href }, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the stretches of one text, always in this order.
    <Linked key={at} href={href}>
      <Marked marks={marks}>{words(text)}</Marked>
    </Linked>
  ));
}

function Marked({ marks, children }: { marks: readonly Mark[]; children: ReactNode }) {
  const [mark, ...others] = marks;
  if (mark === undefined) return children;
  const Tag = TAGS[mark];
  return (
    <Tag>
      <Marked marks={others}>{children}</Marked>
    </Tag>
  );
}

function Linked({ href, children }: { href: string | null; children: ReactNode }) {
  if (href === null) return children;
  return (
    <a className={classes.link} href={href} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}
