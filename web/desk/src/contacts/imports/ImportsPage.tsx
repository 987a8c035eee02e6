import type { ContactImport } from "@rapport/api-client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { importsQuery } from "~/api/imports";
import { useT } from "~/messages";
import { RelativeTime } from "~/time/RelativeTime";
import { Paged } from "~/ui/Paged";
import { Pane } from "~/ui/Pane";
import { ContactsTabs } from "../ContactsTabs";
import classes from "./Imports.module.css";
import { StateChip } from "./StateChip";
import { Upload } from "./Upload";
import { useCounts } from "./useCounts";

/** Files of contacts: those that came, and a place for the next. */
export function ImportsPage() {
  const t = useT();
  const query = useInfiniteQuery(importsQuery);
  return (
    <Pane title={t("nav.contacts")} purpose={t("imports.purpose")}>
      <ContactsTabs />
      <Upload />
      <Paged query={query} empty={null}>
        {(imports) => (
          <ul className={classes.list} aria-label={t("imports.title")}>
            {imports.map((one) => (
              <li key={one.id}>
                <Row import={one} />
              </li>
            ))}
          </ul>
        )}
      </Paged>
    </Pane>
  );
}

function Row({ import: one }: { import: ContactImport }) {
  const counts = useCounts(one);
  return (
    <Link to="/contacts/imports/$importId" params={{ importId: one.id }} className={classes.row}>
      <span className={classes.name} title={one.file_name} dir="auto">
        {one.file_name}
      </span>
      <StateChip state={one.state} />
      <span className={classes.counts}>{counts}</span>
      <span className={classes.by}>
        <bdi>{one.author.name}</bdi> · <RelativeTime at={one.created_at} />
      </span>
    </Link>
  );
}
