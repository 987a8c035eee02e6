import { UnstyledButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useIntl } from "react-intl";
import { directoryQuery } from "~/api/directory";
import { segmentCountsQuery } from "~/api/segments";
import { useT } from "~/messages";
import classes from "./SegmentBar.module.css";

/** More are in the filter. */
const SHOWN_MAX = 8;

interface Props {
  chosen: string | undefined;
  onChoose: (segmentId: string) => void;
}

/** The segments with how many belong to each, to see one of them. */
export function SegmentBar({ chosen, onChoose }: Props) {
  const t = useT();
  const intl = useIntl();
  const { data: all } = useQuery(directoryQuery("segments"));
  const { data: counts } = useQuery(segmentCountsQuery);
  // Its place is kept until it is known whether there are any.
  if (!all) return <div className={classes.bar} />;
  const shown = all
    .filter((segment) => !segment.archived)
    .sort((a, b) => a.name.localeCompare(b.name))
    .filter((segment, place) => place < SHOWN_MAX || segment.id === chosen);
  if (shown.length === 0) return null;
  return (
    <ul className={classes.bar} aria-label={t("settings.segments.title")}>
      {shown.map(({ id, name, version }) => {
        const count = counts?.get(id);
        return (
          <li key={id}>
            <UnstyledButton
              className={classes.segment}
              aria-pressed={id === chosen}
              onClick={() => onChoose(id === chosen ? "" : id)}
            >
              <span className={classes.name} dir="auto" title={name}>
                {name}
              </span>{" "}
              <span className={classes.count} data-old={count?.segment_version !== version || undefined}>
                {count ? intl.formatNumber(count.members) : "…"}
              </span>
            </UnstyledButton>
          </li>
        );
      })}
    </ul>
  );
}
