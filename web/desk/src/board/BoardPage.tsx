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
import { roster } from "./roster";

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
          <ul className={classes.agents}>
            {roster(agents.values(), presence.data.items).map((seat) => (
              <AgentTile key={seat.agent.id} seat={seat} />
            ))}
          </ul>
        </>
      )}
    </Pane>
  );
}
