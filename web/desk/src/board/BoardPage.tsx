import { useQuery } from "@tanstack/react-query";
import { useDirectory } from "~/api/directory";
import { presenceQuery, queuesStatusQuery } from "~/api/presence";
import { useT } from "~/messages";
import { useTopics } from "~/socket/desk";
import { ErrorState } from "~/ui/ErrorState";
import { ListSkeleton } from "~/ui/ListSkeleton";
import { Pane } from "~/ui/Pane";
import { AgentTile } from "./AgentTile";
import classes from "./BoardPage.module.css";
import { QueueRow } from "./QueueRow";

const STATE_ORDER = { online: 0, away: 1, offline: 2 };

/** What waits, who is free, where service suffers. */
export function BoardPage() {
  const t = useT();
  useTopics("all");
  const status = useQuery(queuesStatusQuery);
  const presence = useQuery(presenceQuery);
  const queues = useDirectory("queues");
  const agents = useDirectory("agents");
  const error = status.error ?? presence.error;
  const retry = () => {
    void status.refetch();
    void presence.refetch();
  };

  return (
    <Pane title={t("nav.board")} purpose={t("board.purpose")}>
      {error && !status.data ? (
        <ErrorState error={error} onRetry={retry} />
      ) : !status.data || !presence.data ? (
        <ListSkeleton />
      ) : (
        <>
          <h2 className={classes.heading}>{t("board.queues")}</h2>
          <table className={classes.queues}>
            <thead>
              <tr>
                <th scope="col">{t("field.queue")}</th>
                <th scope="col">{t("board.waiting")}</th>
                <th scope="col">{t("board.longest_wait")}</th>
                <th scope="col">{t("board.agents_online")}</th>
                <th scope="col">{t("board.agents_free")}</th>
              </tr>
            </thead>
            <tbody>
              {status.data.items.map((item) => (
                <QueueRow key={item.queue_id} status={item} queue={queues.get(item.queue_id)} />
              ))}
            </tbody>
          </table>
          <h2 className={classes.heading}>{t("board.agents")}</h2>
          {presence.data.items.length === 0 && <p className={classes.nobody}>{t("board.agents_none")}</p>}
          <ul className={classes.agents}>
            {presence.data.items
              .toSorted((a, b) => STATE_ORDER[a.state] - STATE_ORDER[b.state])
              .map((item) => (
                <AgentTile key={item.agent_id} presence={item} agent={agents.get(item.agent_id)} />
              ))}
          </ul>
        </>
      )}
    </Pane>
  );
}
