import { ActionIcon, Button, Input } from "@mantine/core";
import type { Queue } from "@rapport/api-client";
import { Plus, X } from "lucide-react";
import { useT } from "~/messages";
import type { ControlProps } from "../directory/form";
import { DurationControl } from "./DurationControl";
import classes from "./Rows.module.css";
import { SkillRequirements } from "./SkillList";

const NEXT_RING_MS = 60_000;

/** How the requirements relax while someone waits: each ring from its time on. */
export function Rings({ value = [], onChange, ...rest }: ControlProps<Queue["rings"] | undefined>) {
  const t = useT();
  const change = (index: number, patch: Partial<Queue["rings"][number]>) =>
    onChange(value.map((ring, at) => (at === index ? { ...ring, ...patch } : ring)));
  const after_ms = (value.at(-1)?.after_ms ?? 0) + NEXT_RING_MS;

  return (
    <Input.Wrapper {...rest} labelElement="div">
      <div className={classes.rows}>
        {value.map((ring, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rings have no identity but their place.
          <section key={index} className={classes.card}>
            <header>
              {t("queues.ring", { number: index + 1 })}
              <ActionIcon
                aria-label={t("action.remove")}
                onClick={() => onChange(value.filter((_, at) => at !== index))}
              >
                <X size={15} />
              </ActionIcon>
            </header>
            <DurationControl
              label={t("queues.ring_after")}
              value={ring.after_ms}
              onChange={(next) => next !== undefined && change(index, { after_ms: next })}
            />
            <SkillRequirements
              label={t("queues.ring_skills")}
              value={ring.required_skills}
              onChange={(required_skills) => change(index, { required_skills })}
            />
          </section>
        ))}
        <Button
          className={classes.add}
          variant="default"
          leftSection={<Plus size={14} />}
          onClick={() => onChange([...value, { after_ms, required_skills: [] }])}
        >
          {t("queues.add_ring")}
        </Button>
      </div>
    </Input.Wrapper>
  );
}
