import { useElementSize } from "@mantine/hooks";
import type { Channel } from "@rapport/api-client";
import { sankey, sankeyLeft, sankeyLinkHorizontal } from "d3-sankey";
import { useIntl } from "react-intl";
import { useT } from "~/messages";
import classes from "./FlowDiagram.module.css";
import type { FlowLink, FlowNode } from "./flow";

const NODE_WIDTH = 10;
const NODE_GAP = 22;
/** Room beside the last nodes for what they are called. */
const WORDS_WIDTH = 96;
/** Of the node to its words. */
const WORDS_GAP = 6;
/** For each channel of the step with the most. */
const NODE_HEIGHT = 72;
const HEIGHT_MIN = 180;

interface Props {
  flow: { nodes: FlowNode[]; links: FlowLink[] };
  label: string;
}

/** From which channel to which: a Sankey diagram, whose widths are numbers of conversations. The table says the same. */
export function FlowDiagram({ flow, label }: Props) {
  const t = useT();
  const intl = useIntl();
  const { ref, width } = useElementSize<HTMLDivElement>();
  const isMirrored = document.documentElement.dir === "rtl";
  const most = Math.max(...flow.nodes.map(({ step }) => flow.nodes.filter((it) => it.step === step).length));
  const height = Math.max(HEIGHT_MIN, most * NODE_HEIGHT);
  const nameOf = ({ channel }: { channel: Channel }) => t(`channel.${channel}`);
  // The layout writes into what it is given.
  const layout = sankey<FlowNode, FlowLink>()
    .nodeId(({ id }) => id)
    .nodeAlign(sankeyLeft)
    .nodeWidth(NODE_WIDTH)
    .nodePadding(NODE_GAP)
    .extent([
      [0, NODE_GAP / 2],
      [Math.max(1, width - WORDS_WIDTH), height - NODE_GAP / 2],
    ]);
  const drawn = layout({
    nodes: flow.nodes.map((node) => ({ ...node, fixedValue: node.conversations })),
    links: flow.links.map((link) => ({ ...link, value: link.conversations })),
  });
  const pathOf = sankeyLinkHorizontal<FlowNode, FlowLink>();
  const mirror = isMirrored ? `translate(${width} 0) scale(-1 1)` : undefined;
  return (
    <div ref={ref} className={classes.room} style={{ blockSize: height }}>
      {width > 0 && (
        <svg width={width} height={height} role="img" aria-label={label}>
          <g transform={mirror}>
            {drawn.links.map((link) => {
              const [source, target] = [link.source as FlowNode, link.target as FlowNode];
              return (
                <path
                  key={`${source.id} ${target.id}`}
                  className={classes.link}
                  data-channel={source.channel}
                  d={pathOf(link) ?? undefined}
                  strokeWidth={Math.max(1, link.width ?? 0)}
                >
                  <title>
                    {t("reports.part", {
                      name: `${nameOf(source)} → ${nameOf(target)}`,
                      count: link.conversations,
                    })}
                  </title>
                </path>
              );
            })}
            {drawn.nodes.map(({ id, channel, x0 = 0, y0 = 0, y1 = 0 }) => (
              <rect
                key={id}
                className={classes.node}
                data-channel={channel}
                x={x0}
                y={y0}
                width={NODE_WIDTH}
                height={Math.max(1, y1 - y0)}
              />
            ))}
          </g>
          {drawn.nodes.map((node) => {
            const { id, conversations, x1 = 0, y0 = 0, y1 = 0 } = node;
            const x = x1 + WORDS_GAP;
            return (
              <text
                key={id}
                className={classes.words}
                x={isMirrored ? width - x : x}
                y={(y0 + y1) / 2}
                dy="0.35em"
              >
                {nameOf(node)} <tspan className={classes.count}>{intl.formatNumber(conversations)}</tspan>
              </text>
            );
          })}
        </svg>
      )}
    </div>
  );
}
