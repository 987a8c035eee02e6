import { Popover, UnstyledButton } from "@mantine/core";
import type { ChannelPreference, Contact } from "@rapport/api-client";
import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { useIntl } from "react-intl";
import { channelPreferenceQuery } from "~/api/contacts";
import { useMay } from "~/api/session";
import { AreaMessages } from "~/app/AreaMessages";
import { type MessageId, useT } from "~/messages";
import { ChannelIcon } from "~/ui/ChannelIcon";
import classes from "./Preference.module.css";
import { Wishes } from "./Wishes";

/** Which channel they want or prefer, and what shows it; its line is there before that is known. */
export default function Preference({ contact }: { contact: Contact }) {
  return (
    <div className={classes.line}>
      <AreaMessages area="mail" meanwhile={null}>
        <Line contact={contact} />
      </AreaMessages>
    </div>
  );
}

function Line({ contact }: { contact: Contact }) {
  const t = useT();
  const headingId = useId();
  const mayWrite = useMay("contacts:write");
  const { data } = useQuery(channelPreferenceQuery(contact.id));
  if (!data) return null;
  const words = <Words contact={contact} preference={data} />;
  if (data.channels.length === 0 && !mayWrite) return words;
  return (
    <Popover width={320} position="bottom-start" withArrow shadow="md" trapFocus>
      <Popover.Target>
        <UnstyledButton className={classes.open}>{words}</UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown className={classes.dropdown} aria-labelledby={headingId}>
        <h3 id={headingId} className={classes.heading}>
          {t("reach.preference")}
        </h3>
        {mayWrite && <Wishes contact={contact} />}
        <Evidence preference={data} />
      </Popover.Dropdown>
    </Popover>
  );
}

/** What they have said, else what was learned; and what they refuse. */
function Words({ contact, preference }: { contact: Contact; preference: ChannelPreference }) {
  const t = useT();
  const intl = useIntl();
  const { learned, conversations, channels } = preference;
  const begun = channels.find(({ channel }) => channel === learned)?.begun ?? 0;
  const nameOf = (channel: string) => t(`channel.${channel}` as MessageId);
  const refused = Object.entries(contact.consents).filter(([, { state }]) => state === "refused");
  const stated = contact.preferred_channel;
  return (
    <>
      {stated ? (
        t("reach.wants", { channel: nameOf(stated) })
      ) : learned ? (
        t("reach.prefers", { channel: nameOf(learned), begun, all: conversations })
      ) : (
        <span className={channels.length === 0 ? classes.none : undefined}>
          {t(channels.length === 0 ? "reach.prefers_none" : "reach.prefers_unclear")}
        </span>
      )}
      {refused.length > 0 && (
        <span className={classes.refused}>
          {t("reach.refuses", { channels: intl.formatList(refused.map(([channel]) => nameOf(channel))) })}
        </span>
      )}
    </>
  );
}

function Evidence({ preference: { channels, hours } }: { preference: ChannelPreference }) {
  const t = useT();
  const intl = useIntl();
  if (channels.length === 0) return null;
  return (
    <div className={classes.evidence}>
      <p>{t("reach.preference_is")}</p>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t("field.channel")}</th>
            <th scope="col">{t("reach.begun")}</th>
            <th scope="col">{t("reach.messages")}</th>
            <th scope="col">{t("reach.rated")}</th>
          </tr>
        </thead>
        <tbody>
          {channels.map(({ channel, begun, messages, average_score }) => (
            <tr key={channel}>
              <th scope="row">
                <ChannelIcon channel={channel} /> {t(`channel.${channel}`)}
              </th>
              <td>{intl.formatNumber(begun)}</td>
              <td>{intl.formatNumber(messages)}</td>
              <td>
                {average_score === null
                  ? "–"
                  : intl.formatNumber(average_score, { maximumFractionDigits: 1 })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Hours hours={hours} />
    </div>
  );
}

/** When they write, over the hours of the reader's day. */
function Hours({ hours }: { hours: readonly number[] }) {
  const t = useT();
  const intl = useIntl();
  const most = Math.max(...hours);
  if (most === 0) return null;
  const hourOf = (hour: number) => intl.formatTime(new Date(2026, 0, 1, hour), { hour: "numeric" });
  const label = t("reach.hours", { hour: hourOf(hours.indexOf(most)) });
  return (
    <>
      <p>{label}</p>
      <div className={classes.hours} role="img" aria-label={label}>
        {hours.map((messages, hour) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: an hour is its place.
            key={hour}
            style={{ blockSize: `${Math.max(4, (messages / most) * 100)}%` }}
            data-some={messages > 0 || undefined}
          />
        ))}
      </div>
      <div className={classes.ends} aria-hidden>
        <span>{hourOf(0)}</span>
        <span>{hourOf(12)}</span>
        <span>{hourOf(23)}</span>
      </div>
    </>
  );
}
