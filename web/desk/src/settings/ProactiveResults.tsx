import { useQuery } from "@tanstack/react-query";
import { useIntl } from "react-intl";
import { proactiveResultsQuery } from "~/api/proactive";
import { useT } from "~/messages";
import classes from "./ProactiveResults.module.css";

/** What came of a rule: with it, and without it. */
export function ProactiveResults({ ruleId }: { ruleId: string }) {
  const t = useT();
  const intl = useIntl();
  const { data } = useQuery(proactiveResultsQuery(ruleId));
  if (!data) return null;
  const share = (part: number, of: number) =>
    of === 0 ? "–" : intl.formatNumber(part / of, { style: "percent", maximumFractionDigits: 1 });
  const figures = [
    { label: "proactive_results.shown", value: data.shown },
    { label: "proactive_results.accepted", value: data.accepted, share: share(data.accepted, data.shown) },
    { label: "proactive_results.resolved", value: data.resolved, share: share(data.resolved, data.accepted) },
    { label: "proactive_results.dismissed", value: data.dismissed, share: share(data.dismissed, data.shown) },
    { label: "proactive_results.held_out", value: data.held_out },
    {
      label: "proactive_results.started_without",
      value: data.started_without,
      share: share(data.started_without, data.held_out),
    },
  ] as const;

  return (
    <section className={classes.root} aria-label={t("proactive_results.title")}>
      <strong>{t("proactive_results.title")}</strong>
      <dl>
        {figures.map((figure) => (
          <div key={figure.label}>
            <dt>{t(figure.label)}</dt>
            <dd>
              {intl.formatNumber(figure.value)}
              {"share" in figure && <span>{figure.share}</span>}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
