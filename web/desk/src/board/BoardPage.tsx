import { ActionIcon, Button, SegmentedControl, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Maximize, X } from "lucide-react";
import { useDirectory } from "~/api/directory";
import { presenceQuery } from "~/api/presence";
import { useT } from "~/messages";
import { ErrorState } from "~/ui/ErrorState";
import { ListSkeleton } from "~/ui/ListSkeleton";
import { Pane } from "~/ui/Pane";
import { AgentTile } from "./AgentTile";
import classes from "./BoardPage.module.css";
import { PERIODS, type Period } from "./period";
import { QueueRow } from "./QueueRow";
import { queuesStatusQuery } from "./queries";
import { countStates, roster } from "./roster";
import { useLiveBoard } from "./useLiveBoard";
import { useWall } from "./useWall";

interface Props {
  period: Period;
  wall: boolean;
  /** Only this team's agents. */
  team: string | undefined;
}

/** What waits, who is free, where service suffers. */
export function BoardPage({ period, wall, team }: Props) {
  const t = useT();
  const navigate = useNavigate({ from: "/board" });
  useLiveBoard();
  const { enter, leave } = useWall(wall);
  const status = useQuery(queuesStatusQuery(period));
  const presence = useQuery(presenceQuery);
  const queues = useDirectory("queues");
  const agents = useDirectory("agents");
  const error = status.error ?? presence.error;
  const retry = () => {
    void status.refetch();
    void presence.refetch();
  };
  const teams = [...useDirectory("teams").values()].filter(({ archived }) => !archived);
  const members = teams.find(({ id }) => id === team)?.member_ids;
  const seats = roster(agents.values(), presence.data?.items ?? []).filter(
    ({ agent }) => !members || members.includes(agent.id),
  );

  const actions = wall ? (
    <ActionIcon aria-label={t("board.wall_leave")} onClick={leave}>
      <X size={18} />
    </ActionIcon>
  ) : (
    <>
      {teams.length > 0 && (
        <Select
          size="xs"
          clearable
          searchable
          aria-label={t("board.team")}
          placeholder={t("board.everybody")}
          nothingFoundMessage={t("action.nothing_found")}
          data={teams.map(({ id, name }) => ({ value: id, label: name }))}
          value={members && team ? team : null}
          onChange={(next) => void navigate({ search: (search) => ({ ...search, team: next ?? undefined }) })}
        />
      )}
      <SegmentedControl
        size="xs"
        aria-label={t("board.period")}
        value={period}
        onChange={(next) => void navigate({ search: (search) => ({ ...search, period: next as Period }) })}
        data={PERIODS.map((value) => ({ value, label: t(`board.period_${value}`) }))}
      />
      <Button variant="default" size="xs" leftSection={<Maximize size={14} />} onClick={enter}>
        {t("board.wall")}
      </Button>
    </>
  );

  return (
    <div className={classes.board} data-wall={wall || undefined}>
      <Pane title={t("nav.board")} purpose={wall ? undefined : t("board.purpose")} actions={actions}>
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
                  <th scope="col">{t("board.trend_heading")}</th>
                  <th scope="col">{t("board.longest_wait")}</th>
                  <th scope="col" title={t("board.service_level_hint")}>
                    {t("board.service_level")}
                  </th>
                  <th scope="col">{t("board.answered")}</th>
                  <th scope="col">{t("board.answer_time")}</th>
                  <th scope="col" title={t("board.abandoned_hint")}>
                    {t("board.abandoned")}
                  </th>
                  <th scope="col">{t("board.agents_free")}</th>
                </tr>
              </thead>
              <tbody>
                {status.data.items.map((item) => (
                  <QueueRow key={item.queue_id} status={item} queue={queues.get(item.queue_id)} />
                ))}
              </tbody>
            </table>
            <h2 className={classes.heading}>
              {t("board.agents")} <span>{t("board.by_state", countStates(seats))}</span>
            </h2>
            <ul className={classes.agents}>
              {seats.map((seat) => (
                <AgentTile key={seat.agent.id} seat={seat} />
              ))}
            </ul>
          </>
        )}
      </Pane>
    </div>
  );
}
