import type { Queue } from "@rapport/api-client";
import { useT } from "~/messages";
import type { ControlProps } from "../directory/form";
import { Cards } from "./Cards";
import { DurationControl } from "./DurationControl";
import { SkillRequirements } from "./SkillList";

const NEXT_RING_MS = 60_000;

/** How the requirements relax while someone waits: each ring from its time on. */
export function Rings({ value = [], ...rest }: ControlProps<Queue["rings"] | undefined>) {
  const t = useT();
  return (
    <Cards
      {...rest}
      value={value}
      titleOf={(number) => t("queues.ring", { number })}
      addLabel={t("queues.add_ring")}
      blank={() => ({ after_ms: (value.at(-1)?.after_ms ?? 0) + NEXT_RING_MS, required_skills: [] })}
    >
      {(ring, put) => (
        <>
          <DurationControl
            label={t("queues.ring_after")}
            value={ring.after_ms}
            onChange={(after_ms) => after_ms !== undefined && put({ ...ring, after_ms })}
          />
          <SkillRequirements
            label={t("queues.ring_skills")}
            value={ring.required_skills}
            onChange={(required_skills) => put({ ...ring, required_skills })}
          />
        </>
      )}
    </Cards>
  );
}
