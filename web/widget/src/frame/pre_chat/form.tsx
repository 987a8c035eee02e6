import { useEffect, useRef } from "preact/hooks";
import { type Speech, useSpeech } from "../words/words";
import {
  ANSWER_CHARACTERS_MAX,
  type Choice,
  type Field,
  NAME_CHARACTERS_MAX,
  problemOf,
  wordsFor,
} from "./field";
import type { Form } from "./use_form";

/** More than these are a list to open, not buttons. */
const BUTTONS_MAX = 6;

/** As a browser knows what to fill in, and a phone which keys to show. */
const INPUTS = {
  name: { type: "text", autocomplete: "name", maxLength: NAME_CHARACTERS_MAX },
  email: { type: "email", autocomplete: "email", maxLength: 254 },
  phone: { type: "tel", autocomplete: "tel", maxLength: 40 },
} as const;

function labelOf(field: Field, { say }: Speech): string {
  const written = wordsFor(field.label, navigator.languages);
  if (written !== null) return written;
  switch (field.kind) {
    case "name":
      return say("form_name");
    case "email":
      return say("form_email_label");
    case "phone":
      return say("form_phone_label");
    case "topic":
    case "question":
      return field.key;
  }
}

const shown = ({ value, label }: Choice) => wordsFor(label, navigator.languages) ?? value;

/** What is asked before the first message; the message itself is written below, as ever. */
export function PreChatForm({ form, focus }: { form: Form; focus: number }) {
  const { say } = useSpeech();
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    if (focus > 0) section.current?.querySelector<HTMLElement>("input, select, textarea")?.focus();
  }, [focus]);
  useEffect(() => {
    if (form.refusals > 0) section.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [form.refusals]);
  return (
    <section ref={section} class="pre-chat" aria-label={say("form_title")}>
      <h2>{say("form_title")}</h2>
      {form.fields.map((field) => (
        <Row key={field.key} field={field} form={form} />
      ))}
    </section>
  );
}

function Row({ field, form }: { field: Field; form: Form }) {
  const speech = useSpeech();
  const { say } = speech;
  const id = `form-${field.key}`;
  const answer = form.answers[field.key] ?? "";
  const problem = form.tried ? problemOf(field, answer) : null;
  const label = (
    <>
      <bdi>{labelOf(field, speech)}</bdi>
      {!field.required && <span class="optional"> {say("form_optional")}</span>}
    </>
  );
  const told = {
    "aria-invalid": problem !== null,
    "aria-describedby": problem === null ? undefined : `${id}-problem`,
    "aria-required": field.required,
  };
  const wrong = problem !== null && (
    <p id={`${id}-problem`} class="problem">
      {say(problem)}
    </p>
  );
  const choices = field.choices ?? [];
  if (field.kind === "topic" && choices.length <= BUTTONS_MAX) {
    return (
      <fieldset class="pre-chat-row">
        <legend>{label}</legend>
        <div class="pre-chat-choices">
          {choices.map((choice) => (
            <label key={choice.value}>
              <input
                type="radio"
                name={id}
                value={choice.value}
                checked={answer === choice.value}
                onChange={() => form.change(field.key, choice.value)}
                aria-invalid={problem !== null}
                aria-describedby={told["aria-describedby"]}
              />
              <bdi>{shown(choice)}</bdi>
            </label>
          ))}
        </div>
        {wrong}
      </fieldset>
    );
  }
  const common = {
    id,
    ...told,
    value: answer,
    dir: "auto" as const,
  };
  return (
    <div class="pre-chat-row">
      <label for={id}>{label}</label>
      {field.kind === "topic" ? (
        <select {...common} onChange={(event) => form.change(field.key, event.currentTarget.value)}>
          <option value="">{say("form_choose")}</option>
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {shown(choice)}
            </option>
          ))}
        </select>
      ) : field.kind === "question" ? (
        <textarea
          {...common}
          rows={2}
          maxLength={ANSWER_CHARACTERS_MAX}
          onInput={(event) => form.change(field.key, event.currentTarget.value)}
        />
      ) : (
        <input
          {...common}
          {...INPUTS[field.kind]}
          onInput={(event) => form.change(field.key, event.currentTarget.value)}
        />
      )}
      {wrong}
    </div>
  );
}
