import { Select, UnstyledButton } from "@mantine/core";
import type { Contact, ContactField } from "@rapport/api-client";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ArrowUpRight } from "lucide-react";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { useDirectory } from "~/api/directory";
import { contactSegmentsQuery } from "~/api/segments";
import { useMay } from "~/api/session";
import { useT } from "~/messages";
import { useLanguageOptions } from "~/settings/controls/locale";
import { TagName } from "~/tags/TagName";
import { useTags } from "~/tags/useTags";
import { CompanySelect } from "./CompanySelect";
import classes from "./Details.module.css";
import { FieldControl } from "./FieldControl";
import { useDetails } from "./useDetails";
import { useFieldText } from "./useFieldText";

const TagDialog = lazy(() => import("~/tags/TagDialog"));

/** What the business knows of a contact; each part is kept by itself once it is changed. */
export function Details({ contact }: { contact: Contact }) {
  const t = useT();
  const mayWrite = useMay("contacts:write");
  const change = useDetails(contact);
  const known = [...useDirectory("contact_fields").values()];
  const fields = known.filter((field) => !field.archived).sort((a, b) => a.name.localeCompare(b.name));
  // What is there and no longer asked for stays to be seen.
  const retired = known.filter((field) => field.archived && field.id in contact.fields);
  const { data: segments } = useQuery(contactSegmentsQuery(contact.id));
  const languages = useLanguageOptions(contact.language ? [contact.language] : []);
  const language = languages.find((one) => one.value === contact.language)?.label;

  return (
    <dl className={classes.list}>
      <Row
        name={t("details.company")}
        more={
          contact.company && (
            <Link
              to="/contacts/companies/$companyId"
              params={{ companyId: contact.company.id }}
              className={classes.open}
              aria-label={t("details.company_open", { name: contact.company.name })}
            >
              <ArrowUpRight size={14} aria-hidden />
            </Link>
          )
        }
      >
        {mayWrite ? (
          <CompanySelect
            size="xs"
            className={classes.control}
            aria-label={t("details.company")}
            placeholder={t("details.empty")}
            mayCreate
            value={contact.company ?? null}
            onChange={(company) => change({ company })}
          />
        ) : (
          <Value text={contact.company?.name} />
        )}
      </Row>
      <Row name={t("conversation.tags")}>
        <ContactTags
          contact={contact}
          mayWrite={mayWrite}
          onChange={(id, on) => change({ tag: { id, on } })}
        />
      </Row>
      {segments && segments.length > 0 && (
        <Row name={t("settings.segments.title")}>
          <span className={classes.tags}>
            {segments.map(({ id, name }) => (
              <Link key={id} to="/contacts" search={{ segment_id: id }} className={classes.tag} dir="auto">
                {name}
              </Link>
            ))}
          </span>
        </Row>
      )}
      <Row name={t("details.language")}>
        {mayWrite ? (
          <Select
            size="xs"
            className={classes.control}
            aria-label={t("details.language")}
            placeholder={t("details.empty")}
            searchable
            clearable
            nothingFoundMessage={t("action.nothing_found")}
            data={languages}
            value={contact.language}
            onChange={(next) => change({ language: next })}
          />
        ) : (
          <Value text={language} />
        )}
      </Row>
      {fields.map((field) => (
        <Row key={field.id} name={field.name}>
          {mayWrite ? (
            <FieldControl
              field={field}
              className={classes.control}
              label={field.name}
              value={contact.fields[field.id]}
              onChange={(value) => change({ fields: { [field.id]: value } })}
            />
          ) : (
            <FieldText field={field} contact={contact} />
          )}
        </Row>
      ))}
      {retired.map((field) => (
        <Row key={field.id} name={field.name}>
          <FieldText field={field} contact={contact} />
        </Row>
      ))}
    </dl>
  );
}

function Row({ name, more, children }: { name: string; more?: ReactNode; children: ReactNode }) {
  return (
    <div className={classes.row}>
      <dt dir="auto" title={name}>
        {name}
      </dt>
      <dd>
        {children}
        {more}
      </dd>
    </div>
  );
}

function Value({ text }: { text: string | undefined }) {
  const t = useT();
  return (
    <span className={classes.value} data-empty={!text || undefined} dir="auto">
      {text ?? t("details.empty")}
    </span>
  );
}

function FieldText({ field, contact }: { field: ContactField; contact: Contact }) {
  const fieldText = useFieldText();
  const value = contact.fields[field.id];
  return <Value text={value === undefined ? undefined : fieldText(value)} />;
}

interface TagsProps {
  contact: Contact;
  mayWrite: boolean;
  onChange: (tagId: string, on: boolean) => void;
}

function ContactTags({ contact, mayWrite, onChange }: TagsProps) {
  const t = useT();
  const [choosing, setChoosing] = useState(false);
  const tags = useTags(contact.tag_ids);
  const names = tags.map((tag) => tag.name).join(", ");
  const shown =
    tags.length > 0 ? (
      tags.map((tag) => (
        <span key={tag.id} className={classes.tag}>
          <TagName tag={tag} />
        </span>
      ))
    ) : (
      <Value text={undefined} />
    );
  if (!mayWrite) return <span className={classes.tags}>{shown}</span>;
  return (
    <>
      <UnstyledButton
        className={classes.tags}
        aria-label={names ? t("conversation.tags_change", { names }) : t("details.tags_add")}
        onClick={() => setChoosing(true)}
      >
        {shown}
      </UnstyledButton>
      <Suspense>
        {choosing && (
          <TagDialog on={contact.tag_ids} onChange={onChange} onClose={() => setChoosing(false)} />
        )}
      </Suspense>
    </>
  );
}
