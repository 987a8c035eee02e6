import { Button, CopyButton } from "@mantine/core";
import { Check, Copy } from "lucide-react";
import type { ReactNode } from "react";
import { useT } from "~/messages";
import classes from "./CopyBox.module.css";

interface Props {
  title: string;
  hint: string;
  /** What is copied; nothing to copy when null. */
  text: string | null;
  /** Instead of the text, what is seen of it. */
  seen?: string;
  /** Beside the button that copies. */
  actions?: ReactNode;
  children?: ReactNode;
}

/** A text that is needed elsewhere, with what it is for. */
export function CopyBox({ title, hint, text, seen, actions, children }: Props) {
  const t = useT();
  return (
    <section className={classes.root} aria-label={title}>
      <header>
        <strong>{title}</strong>
        <span className={classes.actions}>
          {actions}
          {text !== null && (
            <CopyButton value={text}>
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
          )}
        </span>
      </header>
      <p>{hint}</p>
      {text !== null && <pre dir="ltr">{seen ?? text}</pre>}
      {children}
    </section>
  );
}
