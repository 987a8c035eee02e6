import type { Conversation } from "@rapport/api-client";
import { type RefObject, useCallback } from "react";
import { useDirectory } from "~/api/directory";
import { useMe } from "~/api/session";
import { filled, rankReplies } from "./cannedReplies";
import { rankAgents } from "./mentions";
import { useKnown } from "./useKnown";
import { type Suggestion, useSuggestions } from "./useSuggestions";

interface Input {
  conversation: Conversation;
  mode: "reply" | "note";
  field: RefObject<HTMLTextAreaElement | null>;
  text: string;
  setText: (text: string) => void;
}

/** Canned replies by `/` in a reply; colleagues by `@` in a note. */
export function useComposerSuggestions({ conversation, mode, ...rest }: Input) {
  const me = useMe().agent.id;
  const replies = useDirectory("canned_replies");
  const agents = useDirectory("agents");
  const known = useKnown(conversation);
  const findReply = (query: string): Suggestion[] =>
    rankReplies([...replies.values()], query).map(({ id, shortcut, title, text }) => {
      const insert = filled(text, known);
      return { id, sign: `/${shortcut}`, title, about: insert, insert };
    });
  const findAgent = useCallback(
    (query: string): Suggestion[] =>
      rankAgents([...agents.values()], query)
        .filter(({ id }) => id !== me)
        .map(({ id, name, email }) => ({ id, sign: "@", title: name, about: email, insert: `@${name} ` })),
    [agents, me],
  );
  return useSuggestions({
    ...rest,
    sign: mode === "reply" ? "/" : "@",
    find: mode === "reply" ? findReply : findAgent,
  });
}
