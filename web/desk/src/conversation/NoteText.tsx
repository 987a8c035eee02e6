import type { Span } from "@rapport/text";
import { useDirectory } from "~/api/directory";
import { useMe } from "~/api/session";
import { partsOf } from "./mentions";
import classes from "./NoteText.module.css";
import { RichText } from "./RichText";

interface Props {
  text: string;
  spans: readonly Span[];
  mentioned: readonly string[];
}

/** A note's words, in which the colleagues whom it names stand out. */
export function NoteText({ text, spans, mentioned }: Props) {
  const me = useMe().agent.id;
  const agents = useDirectory("agents");
  const named = mentioned.flatMap((id) => agents.get(id) ?? []);
  const words = (text: string) =>
    partsOf(text, named).map((part, at) =>
      part.agentId ? (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text, always in this order.
        <span key={at} className={classes.name} data-me={part.agentId === me || undefined}>
          {part.text}
        </span>
      ) : (
        part.text
      ),
    );
  return <RichText text={text} spans={spans} words={words} />;
}
