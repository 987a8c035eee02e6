import { createFileRoute } from "@tanstack/react-router";
import { AreaMessages } from "~/app/AreaMessages";
import { BoardPage } from "~/board/BoardPage";
import { isPeriod, type Period } from "~/board/period";

interface Search {
  period?: Period;
  /** For a screen on the wall: larger, and nothing to press. */
  wall?: true;
  team?: string;
}

export const Route = createFileRoute("/board")({
  validateSearch: (search): Search => ({
    period: isPeriod(search.period) ? search.period : undefined,
    wall: search.wall === true || undefined,
    team: typeof search.team === "string" ? search.team : undefined,
  }),
  component: Board,
});

function Board() {
  const { period = "today", wall = false, team } = Route.useSearch();
  return (
    <AreaMessages area="settings">
      <BoardPage period={period} wall={wall} team={team} />
    </AreaMessages>
  );
}
