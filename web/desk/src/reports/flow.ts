import type { Channel, ChannelPath } from "@rapport/api-client";

/** So many steps of a path are drawn. */
export const STEPS_MAX = 4;

/** Conversations that were on a channel at a step. */
export interface FlowNode {
  id: string;
  step: number;
  channel: Channel;
  conversations: number;
}

/** Conversations that went on from a channel to another. */
export interface FlowLink {
  source: string;
  target: string;
  conversations: number;
}

/** What the diagram of the paths shows: each step's channels, and who went from which to which. */
export function flowOf(paths: readonly ChannelPath[]): { nodes: FlowNode[]; links: FlowLink[] } {
  const nodes = new Map<string, FlowNode>();
  const links = new Map<string, FlowLink>();
  for (const { channels, conversations } of paths) {
    let source: string | undefined;
    for (const [step, channel] of channels.slice(0, STEPS_MAX).entries()) {
      const id = `${step} ${channel}`;
      const node = nodes.get(id) ?? { id, step, channel, conversations: 0 };
      nodes.set(id, { ...node, conversations: node.conversations + conversations });
      if (source !== undefined) {
        const key = `${source} ${id}`;
        const link = links.get(key) ?? { source, target: id, conversations: 0 };
        links.set(key, { ...link, conversations: link.conversations + conversations });
      }
      source = id;
    }
  }
  return { nodes: [...nodes.values()], links: [...links.values()] };
}
