import { Alert, Button, Group } from "@mantine/core";
import { useT } from "~/messages";

interface Props {
  busy: boolean;
  onReload: (keepMine: boolean) => void;
}

/** Two people changed the same record; the one who comes second chooses. */
export function ConflictAlert({ busy, onReload }: Props) {
  const t = useT();
  return (
    <Alert color="yellow" variant="light" title={t("settings.conflict")} role="alert">
      <p>{t("settings.conflict_hint")}</p>
      <Group gap={8}>
        <Button variant="default" loading={busy} onClick={() => onReload(false)}>
          {t("settings.conflict_reload")}
        </Button>
        <Button variant="default" loading={busy} onClick={() => onReload(true)}>
          {t("settings.conflict_keep")}
        </Button>
      </Group>
    </Alert>
  );
}
