import { useQuery } from "@tanstack/react-query";
import { anyContactQuery } from "~/api/contacts";
import { directoryQuery } from "~/api/directory";
import { useMe } from "~/api/session";
import { useDismissed } from "./dismissal";
import { allDone, type Step, stepsOf } from "./steps";

/** How far the first day is; null while it is not known, and for those who cannot do anything about it. */
export function useSteps(): Step[] | null {
  const { permissions } = useMe();
  const enabled = permissions.includes("directory:manage") && permissions.includes("agents:manage");
  const { data: brands } = useQuery({ ...directoryQuery("brands"), enabled });
  const { data: inboxes } = useQuery({ ...directoryQuery("inboxes"), enabled });
  const { data: queues } = useQuery({ ...directoryQuery("queues"), enabled });
  const { data: agents } = useQuery({ ...directoryQuery("agents"), enabled });
  const { data: contacted } = useQuery({ ...anyContactQuery, enabled });
  if (!brands || !inboxes || !queues || !agents || contacted === undefined) return null;
  return stepsOf({ brands, inboxes, queues, agents, contacted });
}

/** The steps while they are worth showing unasked: until all are done, or they are dismissed. */
export function useFirstSteps(): Step[] | null {
  const steps = useSteps();
  const dismissed = useDismissed(useMe().agent.id);
  return steps && !dismissed && !allDone(steps) ? steps : null;
}
