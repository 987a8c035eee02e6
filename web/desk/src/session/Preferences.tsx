import { Button, SegmentedControl, Switch, useMantineColorScheme } from "@mantine/core";
import { unwrap } from "@rapport/api-client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { LogOut } from "lucide-react";
import { api } from "~/api/client";
import { sessionQuery } from "~/api/session";
import { UNDO_SEND, type UndoSend, useUndoSend } from "~/conversation/undoSend";
import { useT } from "~/messages";
import { useAlertPreferences } from "~/offers/alertPreferences";
import { useProblemToast } from "~/ui/useProblemToast";
import { LanguageSwitch } from "./LanguageSwitch";
import { OwnSignature } from "./OwnSignature";
import classes from "./Preferences.module.css";

/** What a person sets for this browser, and how they sign. */
export default function Preferences() {
  const t = useT();
  const client = useQueryClient();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { undoSend, setUndoSend } = useUndoSend();
  const { sound, notifications, setSound, askNotifications } = useAlertPreferences();
  const signOut = useMutation({
    mutationFn: () => unwrap(api.DELETE("/api/v1/session")),
    onSuccess: () => client.setQueryData(sessionQuery.queryKey, null),
    onError: useProblemToast(),
  });

  return (
    <div className={classes.preferences}>
      <Switch
        size="xs"
        label={t("me.sound")}
        checked={sound}
        onChange={(event) => setSound(event.currentTarget.checked)}
      />
      <Switch
        size="xs"
        label={t("me.notifications")}
        checked={notifications}
        onChange={(event) => askNotifications(event.currentTarget.checked)}
      />
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label={t("me.theme")}
        value={colorScheme}
        onChange={(value) => setColorScheme(value as typeof colorScheme)}
        data={[
          { value: "auto", label: t("me.theme_auto") },
          { value: "light", label: t("me.theme_light") },
          { value: "dark", label: t("me.theme_dark") },
        ]}
      />
      <LanguageSwitch />
      <div>
        <p className={classes.label}>{t("me.undo_send")}</p>
        <SegmentedControl
          size="xs"
          fullWidth
          aria-label={t("me.undo_send")}
          value={undoSend}
          onChange={(value) => setUndoSend(value as UndoSend)}
          data={UNDO_SEND.map((when) => ({ value: when, label: t(`me.undo_send_${when}`) }))}
        />
      </div>
      <OwnSignature />
      <Button
        variant="subtle"
        color="gray"
        justify="flex-start"
        leftSection={<LogOut size={14} aria-hidden />}
        onClick={() => signOut.mutate()}
      >
        {t("me.sign_out")}
      </Button>
    </div>
  );
}
