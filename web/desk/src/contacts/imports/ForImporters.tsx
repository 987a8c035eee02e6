import type { ReactNode } from "react";
import { useMay } from "~/api/session";
import { useTopics } from "~/socket/desk";
import { RouteUnknown } from "~/ui/RouteUnknown";

/** What only those see who may import; they hear of each file. */
export function ForImporters({ children }: { children: ReactNode }) {
  return useMay("contacts:transfer") ? <Listening>{children}</Listening> : <RouteUnknown />;
}

function Listening({ children }: { children: ReactNode }) {
  useTopics("imports");
  return children;
}
