import { Button } from "@mantine/core";
import type { Token } from "@rapport/api-client";
import { useIntl } from "react-intl";
import { useT } from "~/messages";
import classes from "./TokensPage.module.css";

export function TokenRow({ token, onRevoke }: { token: Token; onRevoke: () => void }) {
  const t = useT();
  const intl = useIntl();
  const date = (at: string) => intl.formatDate(at, { dateStyle: "medium" });
  return (
    <li className={classes.row}>
      <div className={classes.words}>
        <strong>{token.name}</strong>
        <p>{intl.formatList(token.scopes, { type: "unit" })}</p>
        <p>
          {token.expires_at
            ? t("tokens.expires", { date: date(token.expires_at) })
            : t("tokens.never_expires")}
        </p>
      </div>
      <Button variant="subtle" color="red" onClick={onRevoke}>
        {t("tokens.revoke")}
      </Button>
    </li>
  );
}
