import { Select, TextInput } from "@mantine/core";
import type { Channel, Consent, Contact } from "@rapport/api-client";
import { useState } from "react";
import { useDirectory } from "~/api/directory";
import { useDetails } from "~/contacts/details/useDetails";
import { type MessageId, useT } from "~/messages";
import { RelativeTime } from "~/time/RelativeTime";
import classes from "./Wishes.module.css";

const NOTE_CHARACTERS_MAX = 500;

/** What only those see who come to it: nobody is asked whether they may be written to by it. */
const COMES_TO: readonly Channel[] = ["webchat", "forum"];

/** What a contact has said of being written to; each part is kept by itself once it is changed. */
export function Wishes({ contact }: { contact: Contact }) {
  const t = useT();
  const change = useDetails(contact);
  const channels = useChannels(contact);
  const nameOf = (channel: Channel) => t(`channel.${channel}` as MessageId);
  return (
    <div className={classes.wishes}>
      <Select
        size="xs"
        clearable
        label={t("reach.wants_label")}
        placeholder={t("reach.wants_none")}
        comboboxProps={{ withinPortal: false }}
        data={channels.map((channel) => ({ value: channel, label: nameOf(channel) }))}
        value={contact.preferred_channel}
        onChange={(channel) => change({ preferred_channel: channel as Channel | null })}
      />
      {channels
        .filter((channel) => !COMES_TO.includes(channel))
        .map((channel) => (
          <ConsentOf
            key={`${channel} ${contact.consents[channel]?.note}`}
            name={nameOf(channel)}
            consent={contact.consents[channel]}
            onChange={(word) => change({ consents: { [channel]: word } })}
          />
        ))}
    </div>
  );
}

/** Those that the business has, and those of which something was said. */
function useChannels(contact: Contact): Channel[] {
  const inboxes = [...useDirectory("inboxes").values()].filter(
    ({ archived, enabled }) => !archived && enabled,
  );
  const said = [contact.preferred_channel, ...(Object.keys(contact.consents) as Channel[])];
  const all = [...inboxes.map(({ channel }) => channel), ...said];
  return [...new Set(all.filter((channel) => channel !== null))].sort();
}

interface ConsentProps {
  name: string;
  consent: Consent | undefined;
  onChange: (word: { state: Consent["state"]; note: string | null } | null) => void;
}

function ConsentOf({ name, consent, onChange }: ConsentProps) {
  const t = useT();
  const [note, setNote] = useState(consent?.note ?? "");
  const keep = () => {
    if (consent && note.trim() !== (consent.note ?? ""))
      onChange({ state: consent.state, note: note.trim() || null });
  };
  return (
    <div>
      <Select
        size="xs"
        clearable
        label={t("reach.consent", { channel: name })}
        placeholder={t("reach.consent_none")}
        comboboxProps={{ withinPortal: false }}
        data={[
          { value: "given", label: t("reach.consent_given") },
          { value: "refused", label: t("reach.consent_refused") },
        ]}
        value={consent?.state ?? null}
        onChange={(state) =>
          onChange(state === null ? null : { state: state as Consent["state"], note: note.trim() || null })
        }
      />
      {consent && (
        <>
          <TextInput
            size="xs"
            className={classes.note}
            dir="auto"
            aria-label={t("reach.consent_note", { channel: name })}
            placeholder={t("reach.consent_how")}
            maxLength={NOTE_CHARACTERS_MAX}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
            onBlur={keep}
            onKeyDown={(event) => event.key === "Enter" && !event.nativeEvent.isComposing && keep()}
          />
          <p className={classes.by}>
            {consent.by.name && (
              <>
                <bdi>{consent.by.name}</bdi> ·{" "}
              </>
            )}
            <RelativeTime at={consent.at} />
          </p>
        </>
      )}
    </div>
  );
}
