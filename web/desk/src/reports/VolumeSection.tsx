import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useIntl } from "react-intl";
import { volumeQuery } from "~/api/reports";
import { useT } from "~/messages";
import { BehindLink } from "./BehindLink";
import { barsOf } from "./bars";
import { ChannelName } from "./ChannelName";
import { DayChart } from "./DayChart";
import { Figures } from "./Figures";
import { changed, filePath, type ReportFilter, type ReportParameters, spanOf } from "./filter";
import classes from "./Reports.module.css";
import { Section } from "./Section";

interface Props {
  filter: ReportFilter;
  parameters: ReportParameters;
}

export function VolumeSection({ filter, parameters }: Props) {
  const t = useT();
  const intl = useIntl();
  const options = volumeQuery(parameters);
  const query = useQuery({ ...options, placeholderData: keepPreviousData });
  const number = (value: number) => intl.formatNumber(value);
  return (
    <Section
      title={t("reports.volume")}
      definition={t("reports.volume_is")}
      file={filePath("volume", {
        ...parameters,
        time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      })}
      query={query}
      isEmpty={({ channels }) => channels.length === 0}
    >
      {({ total, channels, days }) => (
        <>
          <Figures
            items={[
              {
                label: t("reports.conversations"),
                value: (
                  <BehindLink
                    filter={filter}
                    behind={{ of: "volume" }}
                    count={total.conversations}
                    what={t("reports.volume")}
                  />
                ),
              },
              { label: t("reports.contacts"), value: number(total.contacts) },
              { label: t("reports.received"), value: number(total.received) },
              { label: t("reports.sent"), value: number(total.sent) },
            ]}
          />
          <DayChart bars={barsOf(days, spanOf(filter, new Date(Date.parse(parameters.to) - 1)))} />
          <table className={classes.table} aria-label={t("reports.volume")}>
            <thead>
              <tr>
                <th scope="col">{t("field.channel")}</th>
                <th scope="col">{t("reports.conversations")}</th>
                <th scope="col">{t("reports.contacts")}</th>
                <th scope="col">{t("reports.received")}</th>
                <th scope="col">{t("reports.sent")}</th>
              </tr>
            </thead>
            <tbody>
              {channels.map(({ channel, conversations, contacts, received, sent }) => (
                <tr key={channel}>
                  <th scope="row">
                    <ChannelName channel={channel} />
                  </th>
                  <td data-label={t("reports.conversations")}>
                    <BehindLink
                      filter={changed(filter, { channel })}
                      behind={{ of: "volume" }}
                      count={conversations}
                      what={t(`channel.${channel}`)}
                    />
                  </td>
                  <td data-label={t("reports.contacts")}>{number(contacts)}</td>
                  <td data-label={t("reports.received")}>{number(received)}</td>
                  <td data-label={t("reports.sent")}>{number(sent)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </Section>
  );
}
