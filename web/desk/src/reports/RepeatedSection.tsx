import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useIntl } from "react-intl";
import { repeatedQuestionsQuery } from "~/api/reports";
import { useT } from "~/messages";
import { BehindLink } from "./BehindLink";
import { Figures } from "./Figures";
import { filePath, type ReportFilter, type ReportParameters } from "./filter";
import classes from "./Reports.module.css";
import { Section } from "./Section";

interface Props {
  filter: ReportFilter;
  parameters: ReportParameters;
}

export function RepeatedSection({ filter, parameters }: Props) {
  const t = useT();
  const intl = useIntl();
  const query = useQuery({ ...repeatedQuestionsQuery(parameters), placeholderData: keepPreviousData });
  return (
    <Section
      title={t("reports.repeated")}
      definition={t("reports.repeated_is")}
      file={filePath("repeated_questions", parameters)}
      query={query}
      isEmpty={({ answered }) => answered === 0}
    >
      {({ answered, repeated, rate_percent, keys }) => (
        <>
          <Figures
            items={[
              {
                label: t("reports.repeated_rate"),
                value: intl.formatNumber((rate_percent ?? 0) / 100, {
                  style: "percent",
                  maximumFractionDigits: 1,
                }),
              },
              {
                label: t("reports.asked_again"),
                value: (
                  <BehindLink
                    filter={filter}
                    behind={{ of: "repeated_questions" }}
                    count={repeated}
                    what={t("reports.repeated")}
                  />
                ),
                more: t("reports.of_answered", { all: answered }),
              },
            ]}
          />
          {keys.length > 0 && (
            <table className={classes.table} aria-label={t("reports.repeated")}>
              <thead>
                <tr>
                  <th scope="col">{t("reports.fact")}</th>
                  <th scope="col">{t("reports.how")}</th>
                  <th scope="col">{t("reports.times")}</th>
                </tr>
              </thead>
              <tbody>
                {keys.map(({ key, by, times }) => (
                  <tr key={`${key} ${by}`}>
                    <th scope="row" dir="auto">
                      {key}
                    </th>
                    <td data-label={t("reports.how")}>{t(`reports.by_${by}`)}</td>
                    <td data-label={t("reports.times")}>
                      <BehindLink
                        filter={filter}
                        behind={{ of: "repeated_questions", key }}
                        count={times}
                        what={key}
                      />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </>
      )}
    </Section>
  );
}
