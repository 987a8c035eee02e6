import { NumberInput, Select, TextInput } from "@mantine/core";
import type { Condition } from "@rapport/api-client";
import { type MessageId, useT } from "~/messages";
import type { ControlProps } from "../directory/form";
import { Cards } from "./Cards";

type Kind = Condition["kind"];
type Of<K extends Kind> = Extract<Condition, { kind: K }>;

const CONDITIONS_MAX = 10;

/** What each kind begins with. */
const BLANK: { [K in Kind]: Of<K> } = {
  url: { kind: "url", op: "contains", value: "" },
  time_on_page: { kind: "time_on_page", seconds: 30 },
  scroll: { kind: "scroll", percent: 50 },
  exit_intent: { kind: "exit_intent" },
  returning_visitor: { kind: "returning_visitor" },
  fact: { kind: "fact", key: "cart_value", op: "at_least", value: "100" },
  event: { kind: "event", name: "" },
};

/** What must hold on the visitor's page, all of it. */
export function Conditions({ value = [], ...rest }: ControlProps<Condition[] | undefined>) {
  const t = useT();
  const kinds = (Object.keys(BLANK) as Kind[]).map((kind) => ({
    value: kind,
    label: t(`condition.${kind}`),
  }));
  const titleOf = (number: number) => t("condition.number", { number });
  return (
    <Cards<Condition>
      {...rest}
      value={value}
      titleOf={titleOf}
      addLabel={t("condition.add")}
      blank={() => BLANK.url}
      max={CONDITIONS_MAX}
    >
      {(condition, put, number) => (
        <>
          <Select
            aria-label={titleOf(number)}
            allowDeselect={false}
            data={kinds}
            value={condition.kind}
            onChange={(kind) => kind && put(BLANK[kind as Kind])}
          />
          <Details condition={condition} onChange={put} />
        </>
      )}
    </Cards>
  );
}

interface DetailsProps {
  condition: Condition;
  onChange: (condition: Condition) => void;
}

function Details({ condition, onChange }: DetailsProps) {
  const t = useT();
  const text = (label: MessageId, value: string, put: (value: string) => Condition) => (
    <TextInput
      label={t(label)}
      value={value}
      onChange={(event) => onChange(put(event.currentTarget.value))}
    />
  );
  const number = (label: MessageId, value: number, max: number, put: (value: number) => Condition) => (
    <NumberInput
      label={t(label)}
      allowDecimal={false}
      min={1}
      max={max}
      value={value}
      onChange={(next) => typeof next === "number" && onChange(put(next))}
    />
  );
  const compared = <Op extends string>(ops: Op[], value: Op, put: (op: Op) => Condition) => (
    <Select
      label={t("condition.op")}
      allowDeselect={false}
      data={ops.map((op) => ({ value: op, label: t(`condition.op_${op}` as MessageId) }))}
      value={value}
      onChange={(op) => op && onChange(put(op as Op))}
    />
  );
  switch (condition.kind) {
    case "url":
      return (
        <>
          {compared(["contains", "starts_with", "is"], condition.op, (op) => ({ ...condition, op }))}
          {text("condition.address", condition.value, (value) => ({ ...condition, value }))}
        </>
      );
    case "time_on_page":
      return number("condition.seconds", condition.seconds, 86_400, (seconds) => ({ ...condition, seconds }));
    case "scroll":
      return number("condition.percent", condition.percent, 100, (percent) => ({ ...condition, percent }));
    case "fact":
      return (
        <>
          {text("condition.key", condition.key, (key) => ({ ...condition, key }))}
          {compared(["at_least", "is", "contains"], condition.op, (op) => ({ ...condition, op }))}
          {text("condition.value", condition.value, (value) => ({ ...condition, value }))}
        </>
      );
    case "event":
      return text("condition.event_name", condition.name, (name) => ({ ...condition, name }));
    case "exit_intent":
    case "returning_visitor":
      return null;
  }
}
