import { Button, Collapse, Textarea } from "@mantine/core";
import { unwrap } from "@rapport/api-client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ChevronDown } from "lucide-react";
import { useState } from "react";
import { api } from "~/api/client";
import { sessionQuery, useMe } from "~/api/session";
import { AreaMessages } from "~/app/AreaMessages";
import { useT } from "~/messages";
import { useProblemToast } from "~/ui/useProblemToast";
import classes from "./Preferences.module.css";

const CHARS_MAX = 2_000;

/** What stands below one's own e-mails. */
export function OwnSignature() {
  return (
    // Its place is kept: what stands around it is pressed.
    <AreaMessages area="mail" meanwhile={<div className={classes.reserved} />}>
      <Signature />
    </AreaMessages>
  );
}

function Signature() {
  const t = useT();
  const client = useQueryClient();
  const { agent } = useMe();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState(agent.signature);
  const save = useMutation({
    mutationFn: (signature: string) => unwrap(api.PUT("/api/v1/session/signature", { body: { signature } })),
    onSuccess: (agent) => {
      client.setQueryData(sessionQuery.queryKey, (me) => me && { ...me, agent });
      // Composers show what stands below a mail.
      void client.invalidateQueries({ queryKey: ["reach"] });
    },
    onError: useProblemToast(),
  });
  const saved = text === agent.signature;

  return (
    <div>
      <Button
        className={classes.reserved}
        variant="subtle"
        color="gray"
        justify="space-between"
        fullWidth
        aria-expanded={open}
        rightSection={<ChevronDown size={14} aria-hidden />}
        onClick={() => setOpen(!open)}
      >
        {t("email.own_signature")}
      </Button>
      <Collapse expanded={open} className={classes.signature}>
        <Textarea
          size="xs"
          aria-label={t("email.own_signature")}
          description={t("email.own_signature_hint")}
          dir="auto"
          autosize
          minRows={3}
          maxRows={8}
          maxLength={CHARS_MAX}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button size="compact-sm" disabled={saved} loading={save.isPending} onClick={() => save.mutate(text)}>
          {t(saved && save.isSuccess ? "email.own_signature_saved" : "email.own_signature_save")}
        </Button>
      </Collapse>
    </div>
  );
}
