import type { Channel } from "@rapport/api-client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ArrowRight } from "lucide-react";
import { Fragment } from "react";
import { useIntl } from "react-intl";
import { pathsQuery } from "~/api/reports";
import { useT } from "~/messages";
import { BehindLink } from "./BehindLink";
import { ChannelName } from "./ChannelName";
import { Figures } from "./Figures";
import { FlowDiagram } from "./FlowDiagram";
import { filePath, type ReportFilter, type ReportParameters } from "./filter";
import { flowOf } from "./flow";
import classes from "./Reports.module.css";
import { Section } from "./Section";

/** So many paths are listed; the file has all of them. */
const PATHS_MAX = 12;

interface Props {
  filter: ReportFilter;
  parameters: ReportParameters;
}

export function PathsSection({ filter, parameters }: Props) {
  const t = useT();
  const intl = useIntl();
  const query = useQuery({ ...pathsQuery(parameters), placeholderData: keepPreviousData });
  const named = (channels: Channel[]) => channels.map((channel) => t(`channel.${channel}`)).join(" → ");
  const share = (count: number, all: number) =>
    intl.formatNumber(count / all, { style: "percent", maximumFractionDigits: 1 });
  return (
    <Section
      title={t("reports.paths")}
      definition={t("reports.paths_is")}
      file={filePath("paths", parameters)}
      query={query}
      isEmpty={({ conversations }) => conversations === 0}
    >
      {({ conversations, changed, paths }) => (
        <>
          <Figures
            items={[
              {
                label: t("reports.begun"),
                value: (
                  <BehindLink
                    filter={filter}
                    behind={{ of: "path" }}
                    count={conversations}
                    what={t("reports.begun")}
                  />
                ),
              },
              {
                label: t("reports.changed_channel"),
                value: share(changed, conversations),
                more: t("reports.of_all", { count: changed, all: conversations }),
              },
            ]}
          />
          <div className={classes.flow}>
            {changed > 0 && <FlowDiagram flow={flowOf(paths)} label={t("reports.paths")} />}
            <table className={classes.table} aria-label={t("reports.paths")}>
              <thead>
                <tr>
                  <th scope="col">{t("reports.path")}</th>
                  <th scope="col">{t("reports.conversations")}</th>
                  <th scope="col">{t("reports.share")}</th>
                </tr>
              </thead>
              <tbody>
                {paths.slice(0, PATHS_MAX).map((path) => (
                  <tr key={path.channels.join()}>
                    <th scope="row">
                      <span className={classes.path}>
                        {path.channels.map((channel, step) => (
                          // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place.
                          <Fragment key={step}>
                            {step > 0 && <ArrowRight className={classes.then} size={13} aria-label="→" />}
                            <ChannelName channel={channel} />
                          </Fragment>
                        ))}
                      </span>
                    </th>
                    <td data-label={t("reports.conversations")}>
                      <BehindLink
                        filter={filter}
                        behind={{ of: "path", path: path.channels.join() }}
                        count={path.conversations}
                        what={named(path.channels)}
                      />
                    </td>
                    <td data-label={t("reports.share")}>{share(path.conversations, conversations)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {paths.length > PATHS_MAX && (
            <p className={classes.nothing}>{t("reports.more_paths", { count: paths.length - PATHS_MAX })}</p>
          )}
        </>
      )}
    </Section>
  );
}
