import { Tooltip } from "@mantine/core";
import { useIntl } from "react-intl";
import { useT } from "~/messages";
import { type Bar, messagesOf, topOf } from "./bars";
import classes from "./DayChart.module.css";

/** A bar for each day or week, by channel; and the same as a table, for those who read it. */
export function DayChart({ bars }: { bars: Bar[] }) {
  const t = useT();
  const intl = useIntl();
  // A day alone is in the figures.
  if (bars.length < 2) return null;
  const day = (date: Date) => intl.formatDate(date, { day: "numeric", month: "short" });
  const nameOf = ({ from, until }: Bar) =>
    from < until ? intl.formatDateTimeRange(from, until, { day: "numeric", month: "short" }) : day(from);
  const top = topOf(Math.max(...bars.map(messagesOf)));
  const said = ({ received, sent }: Bar) => t("reports.bar", { received, sent });
  const [first, last] = [bars[0], bars.at(-1)];
  return (
    <figure className={classes.figure}>
      <div className={classes.chart} role="img" aria-label={t("reports.chart", { top })}>
        <div className={classes.axis} aria-hidden>
          <span>{intl.formatNumber(top)}</span>
          {top > 1 && <span>{intl.formatNumber(top / 2)}</span>}
          <span>0</span>
        </div>
        <div className={classes.bars} data-dense={bars.length > 40 || undefined} aria-hidden>
          {bars.map((bar) => (
            <Tooltip
              key={bar.from.getTime()}
              label={
                <span className={classes.tip}>
                  <strong>{nameOf(bar)}</strong>
                  <span>{said(bar)}</span>
                  {bar.parts.length > 1 &&
                    bar.parts.map(({ channel, messages }) => (
                      <span key={channel}>
                        {t("reports.part", { name: t(`channel.${channel}`), count: messages })}
                      </span>
                    ))}
                </span>
              }
            >
              <div className={classes.bar}>
                {bar.parts.map(({ channel, messages }) => (
                  <div
                    key={channel}
                    data-channel={channel}
                    className={classes.part}
                    style={{ blockSize: `${(messages / top) * 100}%` }}
                  />
                ))}
              </div>
            </Tooltip>
          ))}
        </div>
      </div>
      <div className={classes.ends} aria-hidden>
        <span>{first && day(first.from)}</span>
        <span>{last && day(last.until)}</span>
      </div>
      <details className={classes.details}>
        <summary>{t("reports.as_table")}</summary>
        <table className={classes.days} aria-label={t("reports.chart", { top })}>
          <thead>
            <tr>
              <th scope="col">{t("reports.day")}</th>
              <th scope="col">{t("reports.received")}</th>
              <th scope="col">{t("reports.sent")}</th>
            </tr>
          </thead>
          <tbody>
            {bars
              .filter((bar) => messagesOf(bar) > 0)
              .map((bar) => (
                <tr key={bar.from.getTime()}>
                  <th scope="row">{nameOf(bar)}</th>
                  <td>{intl.formatNumber(bar.received)}</td>
                  <td>{intl.formatNumber(bar.sent)}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
