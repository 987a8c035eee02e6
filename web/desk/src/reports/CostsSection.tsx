import { SegmentedControl } from "@mantine/core";
import type { CostItem, CostsBy } from "@rapport/api-client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useIntl } from "react-intl";
import { costsQuery } from "~/api/reports";
import { useMay } from "~/api/session";
import { useT } from "~/messages";
import { useMoney } from "~/money/useMoney";
import { roughDuration } from "~/time/roughDuration";
import { BehindLink } from "./BehindLink";
import { ChannelName } from "./ChannelName";
import { CHANNELS } from "./channels";
import { Figures } from "./Figures";
import { changed, filePath, type ReportFilter, type ReportParameters } from "./filter";
import classes from "./Reports.module.css";
import { Section } from "./Section";

const BY: readonly CostsBy[] = ["channel", "queue", "brand", "contact"];

interface Props {
  filter: ReportFilter;
  parameters: ReportParameters;
}

export function CostsSection({ filter, parameters }: Props) {
  const t = useT();
  const { locale } = useIntl();
  const maySet = useMay("directory:manage");
  const [by, setBy] = useState<CostsBy>("channel");
  const query = useQuery({ ...costsQuery(parameters, by), placeholderData: keepPreviousData });
  const money = useMoney(query.data?.currency ?? null);
  return (
    <Section
      title={t("reports.costs")}
      definition={t("reports.costs_is")}
      file={filePath("costs", { ...parameters, by })}
      query={query}
      isEmpty={({ total }) => total.conversations === 0}
    >
      {({ total, items, by: shown }) => (
        <>
          <Figures
            items={[
              { label: t("reports.total"), value: money(total.total_micros) },
              { label: t("reports.per_contact"), value: money(total.per_contact_micros) },
              { label: t("reports.per_conversation"), value: money(total.per_conversation_micros) },
              { label: t("reports.work_time"), value: roughDuration(total.work_ms, locale) },
            ]}
          />
          {total.total_micros === 0 && (
            <p className={classes.hint}>
              {t("reports.no_costs")}{" "}
              {maySet && (
                <>
                  <Link to="/settings/sites">{t("settings.sites.title")}</Link>
                  {" · "}
                  <Link to="/settings/inboxes">{t("settings.inboxes.title")}</Link>
                </>
              )}
            </p>
          )}
          <SegmentedControl
            size="xs"
            className={classes.by}
            aria-label={t("reports.costs_by")}
            value={by}
            onChange={(next) => setBy(next as CostsBy)}
            data={BY.map((value) => ({ value, label: t(`reports.costs_by_${value}`) }))}
          />
          <table className={classes.table} aria-label={t("reports.costs")}>
            <thead>
              <tr>
                <th scope="col">{t(`reports.costs_by_${shown}`)}</th>
                <th scope="col">{t("reports.conversations")}</th>
                <th scope="col">{t("reports.messages_cost")}</th>
                <th scope="col">{t("reports.work_cost")}</th>
                <th scope="col">{t("reports.total")}</th>
                <th scope="col">{t("reports.per_contact")}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((item) => (
                <tr key={item.id ?? "none"}>
                  <th scope="row">
                    <Name item={item} by={shown} />
                  </th>
                  <td data-label={t("reports.conversations")}>
                    <Conversations filter={filter} item={item} by={shown} />
                  </td>
                  <td data-label={t("reports.messages_cost")}>{money(item.messages_micros)}</td>
                  <td data-label={t("reports.work_cost")}>
                    {money(item.work_micros)} <small>{roughDuration(item.work_ms, locale)}</small>
                  </td>
                  <td data-label={t("reports.total")}>{money(item.total_micros)}</td>
                  <td data-label={t("reports.per_contact")}>{money(item.per_contact_micros)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </Section>
  );
}

interface ItemProps {
  item: CostItem;
  by: CostsBy;
}

function Name({ item: { id, name }, by }: ItemProps) {
  const t = useT();
  const channel = by === "channel" ? CHANNELS.find((one) => one === id) : undefined;
  if (channel) return <ChannelName channel={channel} />;
  if (id === null) return <>{t("reports.no_queue")}</>;
  const shown = name ?? t("reports.nameless");
  if (by !== "contact") return <bdi>{shown}</bdi>;
  return (
    <Link to="/contacts/$contactId" params={{ contactId: id }} className={classes.behind}>
      <bdi>{shown}</bdi>
    </Link>
  );
}

/** What was in no queue has nothing that it could be narrowed to. */
function Conversations({ filter, item, by }: ItemProps & { filter: ReportFilter }) {
  const t = useT();
  const intl = useIntl();
  const { id, name, conversations } = item;
  if (id === null) return <>{intl.formatNumber(conversations)}</>;
  const narrow = {
    channel: { channel: CHANNELS.find((one) => one === id) },
    queue: { queue_id: id },
    brand: { brand_id: id },
    contact: {},
  }[by];
  const what = by === "channel" ? t(`channel.${id}` as "channel.email") : (name ?? t("reports.nameless"));
  return (
    <BehindLink
      filter={changed(filter, narrow)}
      behind={{ of: "cost", ...(by === "contact" ? { contact_id: id } : {}) }}
      count={conversations}
      what={t("reports.part_of", { part: what, whole: t("reports.costs") })}
    />
  );
}
