import { useT } from "~/messages";
import { reasonText } from "~/presence/reason";
import { RelativeTime } from "~/time/RelativeTime";
import { Avatar } from "~/ui/Avatar";
import classes from "./BoardPage.module.css";
import type { Seat } from "./roster";

export function AgentTile({ seat }: { seat: Seat }) {
  const t = useT();
  const { agent, presence } = seat;
  const { state = "offline", reason, load_units = 0, capacity_units = agent.capacity_units } = presence ?? {};
  const load_percent =
    capacity_units > 0 ? Math.min(100, Math.round((load_units / capacity_units) * 100)) : 0;
  return (
    <li className={classes.agent}>
      <Avatar seed={agent.id} name={agent.name} state={state} />
      <div className={classes.agentWords}>
        <strong>{agent.name}</strong>
        <span>
          {reason ? t("presence.away_because", { reason: reasonText(reason, t) }) : t(`presence.${state}`)}
          {presence && (
            <>
              {" · "}
              <RelativeTime at={presence.since} />
            </>
          )}
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
