import type { Agent, Presence } from "@rapport/api-client";
import { useT } from "~/messages";
import { reasonText } from "~/presence/reason";
import { RelativeTime } from "~/time/RelativeTime";
import { Avatar } from "~/ui/Avatar";
import classes from "./BoardPage.module.css";

export function AgentTile({ presence, agent }: { presence: Presence; agent: Agent | undefined }) {
  const t = useT();
  const { state, reason, since, load_units, capacity_units } = presence;
  const name = agent?.name ?? t("actor.agent");
  const load_percent =
    capacity_units > 0 ? Math.min(100, Math.round((load_units / capacity_units) * 100)) : 0;
  return (
    <li className={classes.agent}>
      <Avatar seed={presence.agent_id} name={name} state={state} />
      <div className={classes.agentWords}>
        <strong>{name}</strong>
        <span>
          {reason ? t("presence.away_because", { reason: reasonText(reason, t) }) : t(`presence.${state}`)} ·{" "}
          <RelativeTime at={since} />
        </span>
        <span className="visually-hidden">
          {t("board.load_of", { load: load_units, capacity: capacity_units })}
        </span>
        <div
          className={classes.load}
          aria-hidden
          title={t("board.load_of", { load: load_units, capacity: capacity_units })}
        >
          <span style={{ inlineSize: `${load_percent}%` }} />
        </div>
      </div>
    </li>
  );
}
