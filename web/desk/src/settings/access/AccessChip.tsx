import type { AccessState } from "@rapport/api-client";
import { useQuery } from "@tanstack/react-query";
import { useMay } from "~/api/session";
import { useT } from "~/messages";
import { Chip } from "~/ui/Chip";
import { accessQuery } from "./links";

const TONES: Record<AccessState, "plain" | "good" | "warn" | "bad"> = {
  joined: "good",
  invited: "plain",
  expired: "warn",
  not_invited: "warn",
};

/** Whether an agent can sign in, for a column. */
export function AccessChip({ agentId }: { agentId: string }) {
  const t = useT();
  const { data } = useQuery({ ...accessQuery, enabled: useMay("agents:manage") });
  const access = data?.items.find((item) => item.agent_id === agentId);
  return access ? <Chip tone={TONES[access.state]}>{t(`access.${access.state}`)}</Chip> : null;
}
