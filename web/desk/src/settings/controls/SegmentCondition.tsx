import { Button, Textarea } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { type Contact, ProblemError } from "@rapport/api-client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useDirectory } from "~/api/directory";
import { segmentPreviewQuery } from "~/api/segments";
import { useContactName } from "~/contacts/useContactName";
import { type MessageId, useT } from "~/messages";
import type { ControlProps } from "../directory/form";
import classes from "./SegmentCondition.module.css";

const ASKED_AFTER_MS = 400;

interface Example {
  label: MessageId;
  condition: string;
}

const EXAMPLES: Example[] = [
  {
    label: "segments.example_language",
    condition: 'contact.language != null && contact.language.startsWith("de")',
  },
  { label: "segments.example_company", condition: 'contact.company == "Example Ltd"' },
  {
    label: "segments.example_domain",
    condition: 'contact.identities.exists(it, it.kind == "email" && it.value.endsWith("@example.com"))',
  },
  {
    label: "segments.example_away",
    condition: 'contact.last_seen_at != null && now - contact.last_seen_at > duration("720h")',
  },
  { label: "segments.example_new", condition: 'now - contact.created_at < duration("168h")' },
  { label: "segments.example_refused", condition: 'contact.consents.email != "refused"' },
];

/** A condition, whom it takes in as it is written, and what one may begin with. */
export function SegmentCondition({ value = "", onChange, ...rest }: ControlProps<string | undefined>) {
  const t = useT();
  const tags = [...useDirectory("tags").values()].filter(({ archived }) => !archived);
  const fields = [...useDirectory("contact_fields").values()].filter(({ archived }) => !archived);
  const [tag] = tags;
  const number = fields.find(({ kind }) => kind === "number");
  const own: Example[] = [
    ...(tag
      ? [{ label: "segments.example_tag" as const, condition: `${quoted(tag.name)} in contact.tags` }]
      : []),
    ...(number
      ? [
          {
            label: "segments.example_field" as const,
            condition: `${fieldOf(number.name)} != null && ${fieldOf(number.name)} > 10`,
          },
        ]
      : []),
  ];
  return (
    <div className={classes.root}>
      <Textarea
        {...rest}
        autosize
        minRows={3}
        maxRows={12}
        maxLength={2_000}
        dir="ltr"
        spellCheck={false}
        classNames={{ input: classes.input }}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <Preview condition={value.trim()} />
      <fieldset className={classes.examples}>
        <legend>{t("segments.examples")}</legend>
        {[...own, ...EXAMPLES].map(({ label, condition }) => (
          <Button
            key={label}
            variant="default"
            size="compact-xs"
            leftSection={<Plus size={12} aria-hidden />}
            title={condition}
            onClick={() => onChange(both(value.trim(), condition))}
          >
            {t(label)}
          </Button>
        ))}
      </fieldset>
    </div>
  );
}

/** What is written, and this too. */
function both(written: string, condition: string): string {
  if (!written) return condition;
  const first = /\|\||\?/.test(written) ? `(${written})` : written;
  return `${first}\n  && ${condition}`;
}

const quoted = (text: string) => JSON.stringify(text);

function fieldOf(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? `contact.fields.${name}` : `contact.fields[${quoted(name)}]`;
}

function Preview({ condition }: { condition: string }) {
  const t = useT();
  const [asked] = useDebouncedValue(condition, ASKED_AFTER_MS);
  const { data, error } = useQuery({
    ...segmentPreviewQuery(asked),
    enabled: asked !== "",
    placeholderData: keepPreviousData,
  });
  const problem = error instanceof ProblemError ? (error.fieldErrors.condition ?? error.message) : undefined;
  return (
    <div
      className={classes.preview}
      role="status"
      data-bad={(condition && problem !== undefined) || undefined}
    >
      {!condition && t("segments.preview_empty")}
      {condition && problem}
      {condition && !problem && !data && t("segments.preview_asking")}
      {condition && !problem && data && (
        <>
          <span>
            {t(data.has_more ? "segments.preview_newest" : "segments.preview_all", {
              members: data.members,
              looked_at: data.looked_at,
            })}
          </span>
          {data.examples.length > 0 && (
            <span className={classes.names}>
              {data.examples.map((contact) => (
                <Example key={contact.id} contact={contact} />
              ))}
              {data.members > data.examples.length && <span>…</span>}
            </span>
          )}
          {data.unknown > 0 && (
            <span className={classes.unknown}>
              {t("segments.unknown", { count: data.unknown, reason: data.unknown_reason ?? "" })}
            </span>
          )}
        </>
      )}
    </div>
  );
}

function Example({ contact }: { contact: Contact }) {
  return <bdi>{useContactName(contact)}</bdi>;
}
