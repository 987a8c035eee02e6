import { Alert, Button, CopyButton, Group } from "@mantine/core";
import { useT } from "~/messages";
import classes from "./TokensPage.module.css";

export function TokenShownOnce({ token, onDone }: { token: string; onDone: () => void }) {
  const t = useT();
  return (
    <Alert className={classes.once} color="green" variant="light" title={t("tokens.shown_once")}>
      <code>{token}</code>
      <Group gap={8}>
        <CopyButton value={token}>
          {({ copied, copy }) => (
            <Button onClick={copy}>{copied ? t("action.copied") : t("action.copy")}</Button>
          )}
        </CopyButton>
        <Button variant="default" onClick={onDone}>
          {t("tokens.kept")}
        </Button>
      </Group>
    </Alert>
  );
}
