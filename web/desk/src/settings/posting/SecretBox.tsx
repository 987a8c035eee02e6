import { Button } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useT } from "~/messages";
import { CopyBox } from "../CopyBox";

const HIDDEN = "•".repeat(32);

interface Props {
  title: string;
  hint: string;
  renewHint: string;
  /** None until one is made. */
  secret: string | null;
  busy: boolean;
  /** Answers once there is a new one. */
  onRenew: () => Promise<unknown>;
  children?: ReactNode;
}

/** A secret: hidden until it is asked for, and not replaced by a slip of the hand. */
export function SecretBox({ title, hint, renewHint, secret, busy, onRenew, children }: Props) {
  const t = useT();
  const [shown, setShown] = useState(false);
  const [asked, setAsked] = useState(false);
  const renew = () => {
    if (secret && !asked) setAsked(true);
    else
      void onRenew().then(
        () => setAsked(false),
        () => undefined,
      );
  };
  const label = !secret ? "secret.make" : asked ? "secret.renew_sure" : "secret.renew";
  return (
    <CopyBox
      title={title}
      hint={asked ? renewHint : hint}
      text={secret}
      seen={shown ? undefined : HIDDEN}
      actions={
        <>
          {secret && (
            <Button variant="default" size="compact-xs" onClick={() => setShown(!shown)}>
              {t(shown ? "secret.hide" : "secret.show")}
            </Button>
          )}
          <Button
            variant="default"
            size="compact-xs"
            color={asked ? "red" : undefined}
            loading={busy}
            onClick={renew}
          >
            {t(label)}
          </Button>
        </>
      }
    >
      {children}
    </CopyBox>
  );
}
