import type { Agent } from "@rapport/api-client";

type Named = Pick<Agent, "id" | "name" | "archived">;

/** Agents any word of whose name begins so; first those whose name itself does. */
export function rankAgents<T extends Named>(agents: T[], query: string): T[] {
  const wanted = query.toLowerCase();
  const rank = ({ name }: T) => {
    const lower = name.toLowerCase();
    if (lower.startsWith(wanted)) return 0;
    return lower.split(/\s+/u).some((word) => word.startsWith(wanted)) ? 1 : 2;
  };
  return agents
    .filter((agent) => !agent.archived && rank(agent) < 2)
    .sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}

/** A part of a note: plain words, or a name behind an `@`. */
export interface Part {
  text: string;
  agentId: string | null;
}

const isLetter = (character: string | undefined) =>
  character !== undefined && /[\p{L}\p{N}]/u.test(character);

/** A note in parts: wherever one of these agents is named. The longest name wins. */
export function partsOf(text: string, agents: Named[]): Part[] {
  const names = [...agents].sort((a, b) => b.name.length - a.name.length);
  const parts: Part[] = [];
  let plainFrom = 0;
  const plainTo = (end: number) => {
    if (end > plainFrom) parts.push({ text: text.slice(plainFrom, end), agentId: null });
  };
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) {
    if (at < plainFrom || isLetter(text[at - 1])) continue;
    const named = names.find(
      ({ name }) => text.startsWith(name, at + 1) && !isLetter(text[at + 1 + name.length]),
    );
    if (!named) continue;
    plainTo(at);
    plainFrom = at + 1 + named.name.length;
    parts.push({ text: text.slice(at, plainFrom), agentId: named.id });
  }
  plainTo(text.length);
  return parts;
}

/** Which agents a note names, each once. */
export function mentionedIn(text: string, agents: Named[]): string[] {
  const inUse = agents.filter(({ archived }) => !archived);
  return [...new Set(partsOf(text, inUse).flatMap(({ agentId }) => agentId ?? []))];
}
