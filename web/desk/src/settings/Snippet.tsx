import { Button, CopyButton } from "@mantine/core";
import { Check, Copy } from "lucide-react";
import { useT } from "~/messages";
import classes from "./Snippet.module.css";
import { snippetOf } from "./snippetOf";

export function Snippet({ inboxKey }: { inboxKey: string }) {
  const t = useT();
  const snippet = snippetOf(location.origin, inboxKey);
  return (
    <section className={classes.root} aria-label={t("inboxes.snippet")}>
      <header>
        <strong>{t("inboxes.snippet")}</strong>
        <CopyButton value={snippet}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              size="compact-xs"
              leftSection={copied ? <Check size={13} /> : <Copy size={13} />}
              onClick={copy}
            >
              {copied ? t("action.copied") : t("action.copy")}
            </Button>
          )}
        </CopyButton>
      </header>
      <p>{t("inboxes.snippet_hint")}</p>
      <pre dir="ltr">{snippet}</pre>
    </section>
  );
}
