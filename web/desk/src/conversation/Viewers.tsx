import { Tooltip } from "@mantine/core";
import type { Actor } from "@rapport/api-client";
import { useIntl } from "react-intl";
import { useT } from "~/messages";
import { Avatar } from "~/ui/Avatar";
import classes from "./Viewers.module.css";

const SHOWN_MAX = 3;

/** Colleagues who look at the same conversation: two answers are worse than a late one. */
export function Viewers({ agents }: { agents: Actor[] }) {
  const t = useT();
  const intl = useIntl();
  const names = agents.map(({ name }) => name ?? t("actor.agent"));
  const told = names.length > 0 ? t("conversation.viewers", { names: intl.formatList(names) }) : "";
  return (
    <span className={classes.root} role="status">
      {agents.length > 0 && (
        <Tooltip label={told}>
          <span className={classes.faces}>
            {agents.slice(0, SHOWN_MAX).map((agent, at) => (
              <Avatar key={agent.id} seed={agent.id ?? ""} name={names[at] ?? ""} size={24} />
            ))}
            {agents.length > SHOWN_MAX && <span>+{intl.formatNumber(agents.length - SHOWN_MAX)}</span>}
          </span>
        </Tooltip>
      )}
      <span className="visually-hidden">{told}</span>
    </span>
  );
}
