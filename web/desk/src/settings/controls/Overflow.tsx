import { Input, Switch } from "@mantine/core";
import type { Queue } from "@rapport/api-client";
import { useDirectory } from "~/api/directory";
import { useT } from "~/messages";
import type { ControlProps } from "../directory/form";
import { Reference } from "./choice";
import { DurationControl } from "./DurationControl";
import classes from "./Rows.module.css";

const AFTER_DEFAULT_MS = 5 * 60_000;

/** Where waiting customers go when this queue takes too long. */
export function Overflow({ value, onChange, ...rest }: ControlProps<Queue["overflow"] | undefined>) {
  const t = useT();
  const [first] = useDirectory("queues").values();
  return (
    <Input.Wrapper {...rest} labelElement="div">
      <div className={classes.rows}>
        <Switch
          size="sm"
          label={t("queues.overflow_on")}
          checked={Boolean(value)}
          disabled={!first}
          onChange={(event) =>
            onChange(
              event.currentTarget.checked && first
                ? { queue_id: first.id, after_ms: AFTER_DEFAULT_MS, when_closed: false }
                : null,
            )
          }
        />
        {value && (
          <section className={classes.card}>
            <Reference
              kind="queues"
              required
              label={t("queues.overflow_queue")}
              value={value.queue_id}
              onChange={(queue_id) => queue_id && onChange({ ...value, queue_id })}
            />
            <DurationControl
              label={t("queues.overflow_after")}
              value={value.after_ms}
              onChange={(after_ms) => after_ms !== undefined && onChange({ ...value, after_ms })}
            />
            <Switch
              size="sm"
              label={t("queues.overflow_when_closed")}
              checked={value.when_closed}
              onChange={(event) => onChange({ ...value, when_closed: event.currentTarget.checked })}
            />
          </section>
        )}
      </div>
    </Input.Wrapper>
  );
}
