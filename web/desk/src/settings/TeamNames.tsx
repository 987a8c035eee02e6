import { useIntl } from "react-intl";
import { useDirectory } from "~/api/directory";

/** The teams of an agent, for a column. */
export function TeamNames({ agentId }: { agentId: string }) {
  const intl = useIntl();
  const teams = [...useDirectory("teams").values()].filter(
    (team) => !team.archived && team.member_ids?.includes(agentId),
  );
  return intl.formatList(
    teams.map((team) => team.name),
    { type: "unit" },
  );
}
