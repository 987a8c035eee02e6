import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Compass } from "lucide-react";
import { useT } from "~/messages";
import { EmptyState } from "./EmptyState";

export function RouteUnknown() {
  const t = useT();
  return (
    <EmptyState icon={Compass} title={t("error.unknown_page")} hint={t("error.unknown_page_hint")}>
      <Button variant="default" renderRoot={(props) => <Link to="/" {...props} />}>
        {t("nav.inbox")}
      </Button>
    </EmptyState>
  );
}
