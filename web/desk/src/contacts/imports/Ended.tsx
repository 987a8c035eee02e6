import { Button, Group } from "@mantine/core";
import type { ContactImport } from "@rapport/api-client";
import { Link } from "@tanstack/react-router";
import { Download } from "lucide-react";
import { useState } from "react";
import { useIntl } from "react-intl";
import { refusedRowsPath, startImport, undoImport } from "~/api/imports";
import { useT } from "~/messages";
import { Dialog } from "~/ui/Dialog";
import classes from "./Imports.module.css";
import { useImport } from "./useImport";

const COUNTS = ["created", "updated", "unchanged", "refused"] as const;

/** What has become of it, and what can still be done. */
export function Ended({ import: one }: { import: ContactImport }) {
  const t = useT();
  const intl = useIntl();
  const goOn = useImport(() => startImport(one.id));
  const kept = one.kept_until !== null && new Date(one.kept_until) > new Date();
  const until = one.kept_until ? intl.formatDate(one.kept_until, { dateStyle: "long" }) : "";
  const wrote = one.created + one.updated > 0;
  return (
    <div className={classes.narrow}>
      <p role="status">
        {t(`imports.ended_${one.state as "stopped" | "done" | "undone"}`, { rows: one.rows })}
      </p>
      <dl className={classes.results}>
        {COUNTS.map((key) => (
          <div key={key}>
            <dt>{t(`imports.outcome_${key}`)}</dt>
            <dd>{intl.formatNumber(one[key])}</dd>
          </div>
        ))}
        {one.state === "undone" && (
          <>
            <div>
              <dt>{t("imports.undone")}</dt>
              <dd>{intl.formatNumber(one.undone)}</dd>
            </div>
            <div>
              <dt>{t("imports.kept")}</dt>
              <dd>{intl.formatNumber(one.kept)}</dd>
            </div>
          </>
        )}
      </dl>
      {one.state === "undone" && one.kept > 0 && <p className={classes.hint}>{t("imports.kept_hint")}</p>}
      <Group gap={8}>
        <Button variant="default" renderRoot={(props) => <Link to="/contacts" {...props} />}>
          {t("imports.to_contacts")}
        </Button>
        {kept && one.refused > 0 && (
          <Button
            variant="default"
            component="a"
            href={refusedRowsPath(one.id)}
            download
            leftSection={<Download size={14} aria-hidden />}
          >
            {t("imports.download_refused")}
          </Button>
        )}
        {kept && one.state === "stopped" && (
          <Button loading={goOn.isPending} onClick={() => goOn.mutate(undefined)}>
            {t("imports.go_on")}
          </Button>
        )}
        {kept && wrote && one.state !== "undone" && <Undo import={one} until={until} />}
      </Group>
      {!kept && <p className={classes.hint}>{t("imports.too_old")}</p>}
    </div>
  );
}

function Undo({ import: one, until }: { import: ContactImport; until: string }) {
  const t = useT();
  const [asked, setAsked] = useState(false);
  const undo = useImport(() => undoImport(one.id));
  return (
    <>
      <Button variant="default" onClick={() => setAsked(true)}>
        {t("imports.undo")}
      </Button>
      {asked && (
        <Dialog title={t("imports.undo_title")} onClose={() => setAsked(false)}>
          <p className={classes.hint}>
            {t("imports.undo_hint", { created: one.created, updated: one.updated })}
          </p>
          <p className={classes.hint}>{t("imports.undo_until", { until })}</p>
          <Group justify="flex-end" gap={8}>
            <Button variant="default" data-autofocus onClick={() => setAsked(false)}>
              {t("action.cancel")}
            </Button>
            <Button color="red" loading={undo.isPending} onClick={() => undo.mutate(undefined)}>
              {t("imports.undo")}
            </Button>
          </Group>
        </Dialog>
      )}
    </>
  );
}
