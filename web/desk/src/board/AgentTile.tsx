import { useId, useState } from "react";
import { useT } from "~/messages";
import { reasonText } from "~/presence/reason";
import { RelativeTime } from "~/time/RelativeTime";
import { Avatar } from "~/ui/Avatar";
import classes from "./BoardPage.module.css";
import type { Seat } from "./roster";
import { WorkList } from "./WorkList";

const RATIO_MAX_PERCENT = 100;

/** Whether an agent takes work, and how much they have; it opens into their conversations. */
export function AgentTile({ seat }: { seat: Seat }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const work = useId();
  const { agent, presence } = seat;
  const { state = "offline", reason, load_units = 0, capacity_units = agent.capacity_units } = presence ?? {};
  const load_percent =
    capacity_units > 0 ? Math.min(RATIO_MAX_PERCENT, Math.round((load_units / capacity_units) * 100)) : 0;
  const load = t("board.load_of", { load: load_units, capacity: capacity_units });
  return (
    <li className={classes.agent} data-open={open || undefined}>
      <button
        type="button"
        className={classes.agentHead}
        aria-expanded={open}
        aria-controls={open ? work : undefined}
        onClick={() => setOpen(!open)}
      >
        <Avatar seed={agent.id} name={agent.name} state={state} />
        <span className={classes.agentWords}>
          <strong dir="auto">{agent.name}</strong>
          <span>
            {reason ? t("presence.away_because", { reason: reasonText(reason, t) }) : t(`presence.${state}`)}
            {presence && (
              <>
                {" · "}
                <RelativeTime at={presence.since} />
              </>
            )}
          </span>
          <span className="visually-hidden">{load}</span>
          <span className={classes.load} aria-hidden title={load}>
            <span style={{ inlineSize: `${load_percent}%` }} />
          </span>
        </span>
      </button>
      {open && (
        <div id={work} className={classes.agentWork}>
          <WorkList
            of={{ agent_id: agent.id }}
            label={t("board.at_work", { agent: agent.name })}
            empty={t("board.no_work")}
          />
        </div>
      )}
    </li>
  );
}
