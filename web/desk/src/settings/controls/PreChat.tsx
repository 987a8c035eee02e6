import { Input, Select, Switch, TextInput } from "@mantine/core";
import type { PreChat as Form, PreChatField } from "@rapport/api-client";
import { type MessageId, useT } from "~/messages";
import type { ControlProps } from "../directory/form";
import { Cards } from "./Cards";
import { Reference } from "./choice";
import { LanguageWords } from "./LanguageWords";
import classes from "./Rows.module.css";

type Ask = PreChatField["ask"];
type Kind = Ask["kind"];
type Choice = Extract<Ask, { kind: "topic" }>["choices"][number];

const FIELDS_MAX = 8;
const CHOICES_MAX = 20;
const KINDS: readonly Kind[] = ["name", "email", "phone", "topic", "question"];

function blankChoice(): Choice {
  return { value: "", label: {}, queue_id: null };
}

/** What visitors are asked before their first message. */
export function PreChat({ value, onChange, ...rest }: ControlProps<Form | undefined>) {
  const t = useT();
  const { enabled = false, fields = [] } = value ?? {};
  const used = new Set(fields.map((field) => field.ask.kind));
  const blankAsk = (kind: Kind): Ask => {
    switch (kind) {
      case "topic":
        return { kind, key: t("prechat.topic_key"), choices: [blankChoice(), blankChoice()] };
      case "question":
        return { kind, key: "" };
      default:
        return { kind };
    }
  };
  const first = KINDS.find((kind) => !used.has(kind)) ?? "question";
  return (
    <Input.Wrapper {...rest} labelElement="div">
      <div className={classes.rows}>
        <Switch
          size="sm"
          label={t("prechat.enabled")}
          checked={enabled}
          onChange={(event) =>
            onChange({
              enabled: event.currentTarget.checked,
              fields: fields.length > 0 ? fields : [{ ask: { kind: "name" }, required: false, label: {} }],
            })
          }
        />
        {enabled && (
          <Cards<PreChatField>
            label={t("prechat.fields")}
            value={fields}
            onChange={(next) => onChange({ enabled, fields: next })}
            titleOf={(number) => t("prechat.field", { number })}
            addLabel={t("prechat.add")}
            blank={() => ({ ask: blankAsk(first), required: false, label: {} })}
            max={FIELDS_MAX}
          >
            {(field, put, number) => (
              <>
                <Select
                  aria-label={t("prechat.kind", { number })}
                  allowDeselect={false}
                  data={KINDS.map((kind) => ({
                    value: kind,
                    label: t(`prechat.kind_${kind}` as MessageId),
                    // A person has one name; of other things there may be several.
                    disabled: kind !== field.ask.kind && used.has(kind) && isOnce(kind),
                  }))}
                  value={field.ask.kind}
                  onChange={(kind) => kind && put({ ...field, ask: blankAsk(kind as Kind) })}
                />
                <Details ask={field.ask} onChange={(ask) => put({ ...field, ask })} />
                <LanguageWords
                  label={t("prechat.label")}
                  description={t("prechat.label_hint")}
                  value={field.label}
                  onChange={(label) => put({ ...field, label })}
                />
                <Switch
                  size="sm"
                  label={t("prechat.required")}
                  checked={field.required ?? false}
                  onChange={(event) => put({ ...field, required: event.currentTarget.checked })}
                />
              </>
            )}
          </Cards>
        )}
      </div>
    </Input.Wrapper>
  );
}

const isOnce = (kind: Kind) => kind !== "topic" && kind !== "question";

function Details({ ask, onChange }: { ask: Ask; onChange: (ask: Ask) => void }) {
  const t = useT();
  if (ask.kind !== "topic" && ask.kind !== "question") return null;
  return (
    <>
      <TextInput
        label={t("prechat.key")}
        description={t("prechat.key_hint")}
        required
        value={ask.key}
        onChange={(event) => onChange({ ...ask, key: event.currentTarget.value })}
      />
      {ask.kind === "topic" && (
        <Cards<Choice>
          label={t("prechat.choices")}
          value={ask.choices}
          onChange={(choices) => onChange({ ...ask, choices })}
          titleOf={(number) => t("prechat.choice", { number })}
          addLabel={t("prechat.choice_add")}
          blank={blankChoice}
          max={CHOICES_MAX}
        >
          {(choice, put) => (
            <>
              <TextInput
                label={t("prechat.choice_value")}
                required
                value={choice.value}
                onChange={(event) => put({ ...choice, value: event.currentTarget.value })}
              />
              <LanguageWords
                label={t("prechat.choice_label")}
                value={choice.label}
                onChange={(label) => put({ ...choice, label })}
              />
              <Reference
                kind="queues"
                label={t("prechat.choice_queue")}
                description={t("prechat.choice_queue_hint")}
                value={choice.queue_id}
                onChange={(queue_id) => put({ ...choice, queue_id: queue_id ?? null })}
              />
            </>
          )}
        </Cards>
      )}
    </>
  );
}
