import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { directoryQuery } from "~/api/directory";
import { useT } from "~/messages";
import { BarePage } from "~/session/BarePage";
import { Snippet } from "~/settings/Snippet";
import { ErrorState } from "~/ui/ErrorState";
import { ListSkeleton } from "~/ui/ListSkeleton";
import classes from "./SetupPage.module.css";

export function SetupDone() {
  const t = useT();
  const { data, error, refetch } = useQuery(directoryQuery("inboxes"));
  const [inbox] = data ?? [];
  return (
    <BarePage wide title={t("setup.done.title")} hint={t("setup.done.hint")}>
      <div className={classes.done}>
        {inbox ? (
          <Snippet inboxKey={inbox.webchat.key ?? ""} />
        ) : error ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : (
          <ListSkeleton rows={1} />
        )}
        <Button size="sm" renderRoot={(props) => <Link to="/inbox" {...props} />}>
          {t("setup.open_inbox")}
        </Button>
      </div>
    </BarePage>
  );
}
