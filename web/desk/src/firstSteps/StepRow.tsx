import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Check } from "lucide-react";
import type { MessageId } from "~/messages";
import { useT } from "~/messages";
import type { SettingsPath } from "~/settings/pages";
import classes from "./FirstSteps.module.css";
import type { Step, StepName } from "./steps";

interface Place {
  to: SettingsPath;
  title: MessageId;
  hint: MessageId;
  action: MessageId;
  /** What of the page is open: a new record, for a step that makes one. */
  record?: "new";
}

const PLACES: Record<StepName, Place> = {
  brand: {
    to: "/settings/brands",
    title: "first_steps.brand",
    hint: "first_steps.brand_hint",
    action: "settings.brands.title",
  },
  inbox: {
    to: "/settings/inboxes",
    title: "first_steps.inbox",
    hint: "first_steps.inbox_hint",
    action: "settings.inboxes.title",
  },
  agents: {
    to: "/settings/agents",
    title: "first_steps.agents",
    hint: "first_steps.agents_hint",
    action: "settings.agents.title",
  },
  hours: {
    to: "/settings/queues",
    title: "first_steps.hours",
    hint: "first_steps.hours_hint",
    action: "settings.queues.title",
  },
  team: {
    to: "/settings/agents",
    title: "first_steps.team",
    hint: "first_steps.team_hint",
    action: "agents.add",
    record: "new",
  },
};

export function StepRow({ step: { name, done } }: { step: Step }) {
  const t = useT();
  const { to, title, hint, action, record } = PLACES[name];
  return (
    <li className={classes.step} data-done={done || undefined}>
      <span className={classes.mark}>
        {done && <Check size={13} strokeWidth={3} aria-hidden />}
        <span className="visually-hidden">{t(done ? "first_steps.done" : "first_steps.open")}</span>
      </span>
      <span className={classes.words}>
        <strong>{t(title)}</strong>
        {!done && <span>{t(hint)}</span>}
      </span>
      {!done && (
        <Button
          variant="default"
          className={classes.action}
          renderRoot={(props) => <Link to={to} search={record ? { record } : {}} {...props} />}
        >
          {t(action)}
        </Button>
      )}
    </li>
  );
}
