import type { Channel, ReplyTimes } from "@rapport/api-client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useIntl } from "react-intl";
import { repliesQuery } from "~/api/reports";
import { useT } from "~/messages";
import { roughDuration } from "~/time/roughDuration";
import { BehindLink } from "./BehindLink";
import { ChannelName } from "./ChannelName";
import { changed, filePath, type ReportFilter, type ReportParameters } from "./filter";
import classes from "./Reports.module.css";
import { Section } from "./Section";

interface Props {
  filter: ReportFilter;
  parameters: ReportParameters;
}

export function RepliesSection({ filter, parameters }: Props) {
  const t = useT();
  const query = useQuery({ ...repliesQuery(parameters), placeholderData: keepPreviousData });
  return (
    <Section
      title={t("reports.replies")}
      definition={t("reports.replies_is")}
      file={filePath("replies", parameters)}
      query={query}
      isEmpty={({ channels }) => channels.length === 0}
    >
      {({ channels }) => (
        <table className={classes.table} aria-label={t("reports.replies")} data-threes>
          <thead>
            <tr>
              <th scope="col">{t("field.channel")}</th>
              <th scope="col">{t("reports.first_answers")}</th>
              <th scope="col">{t("reports.median")}</th>
              <th scope="col">{t("reports.ninth_tenth")}</th>
              <th scope="col">{t("reports.all_answers")}</th>
              <th scope="col">{t("reports.median")}</th>
              <th scope="col">{t("reports.ninth_tenth")}</th>
            </tr>
          </thead>
          <tbody>
            {channels.map(({ channel, first, all }) => (
              <tr key={channel}>
                <th scope="row">
                  <ChannelName channel={channel} />
                </th>
                <Times filter={filter} channel={channel} of="first_replies" times={first} />
                <Times filter={filter} channel={channel} of="replies" times={all} />
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}

interface TimesProps {
  filter: ReportFilter;
  channel: Channel;
  of: "replies" | "first_replies";
  times: ReplyTimes | null;
}

function Times({ filter, channel, of, times }: TimesProps) {
  const t = useT();
  const { locale } = useIntl();
  const label = t(of === "replies" ? "reports.all_answers" : "reports.first_answers");
  const span = (ms: number | undefined) => (ms === undefined ? "–" : roughDuration(ms, locale));
  return (
    <>
      <td data-label={label}>
        <BehindLink
          filter={changed(filter, { channel })}
          behind={{ of }}
          count={times?.answered ?? 0}
          what={t("reports.part_of", { part: t(`channel.${channel}`), whole: label })}
        />
      </td>
      <td data-label={t("reports.median")}>{span(times?.median_ms)}</td>
      <td data-label={t("reports.ninth_tenth")}>{span(times?.ninth_tenth_ms)}</td>
    </>
  );
}
