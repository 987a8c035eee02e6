import { Popover, UnstyledButton } from "@mantine/core";
import type { ChannelPreference } from "@rapport/api-client";
import { useQuery } from "@tanstack/react-query";
import { useIntl } from "react-intl";
import { channelPreferenceQuery } from "~/api/contacts";
import { AreaMessages } from "~/app/AreaMessages";
import { useT } from "~/messages";
import { ChannelIcon } from "~/ui/ChannelIcon";
import classes from "./Preference.module.css";

/** Which channel they prefer, and what shows it; its line is there before that is known. */
export default function Preference({ contactId }: { contactId: string }) {
  return (
    <div className={classes.line}>
      <AreaMessages area="mail" meanwhile={null}>
        <Line contactId={contactId} />
      </AreaMessages>
    </div>
  );
}

function Line({ contactId }: { contactId: string }) {
  const t = useT();
  const { data } = useQuery(channelPreferenceQuery(contactId));
  if (!data) return null;
  if (data.channels.length === 0) return <span className={classes.none}>{t("reach.prefers_none")}</span>;
  const { learned, conversations } = data;
  const begun = data.channels.find(({ channel }) => channel === learned)?.begun ?? 0;
  return (
    <Popover width={300} position="bottom-start" withArrow shadow="md" trapFocus>
      <Popover.Target>
        <UnstyledButton className={classes.open}>
          {learned
            ? t("reach.prefers", { channel: t(`channel.${learned}`), begun, all: conversations })
            : t("reach.prefers_unclear")}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("reach.preference")}>
        <Evidence preference={data} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Evidence({ preference: { channels, hours } }: { preference: ChannelPreference }) {
  const t = useT();
  const intl = useIntl();
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
