import { ActionIcon, Menu } from "@mantine/core";
import { type Conversation, unwrap } from "@rapport/api-client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { AlarmClock, Download, Ellipsis, Flag, Link2, Merge, Tag, UserMinus, UserPlus } from "lucide-react";
import { useIntl } from "react-intl";
import { api } from "~/api/client";
import { useMe } from "~/api/session";
import { applyAnswer } from "~/cache/apply";
import { useT } from "~/messages";
import { toast } from "~/ui/toasts";
import { useProblemToast } from "~/ui/useProblemToast";
import { useConversationActions } from "./actions";

interface Props {
  conversation: Conversation;
  onTags: () => void;
  onMerge: () => void;
  /** Absent when it cannot be snoozed. */
  onSnooze: (() => void) | undefined;
  /** Whoever may not is offered only what changes nothing. */
  mayWrite: boolean;
}

export function MoreMenu({ conversation, onTags, onMerge, onSnooze, mayWrite }: Props) {
  const t = useT();
  const me = useMe().agent.id;
  const client = useQueryClient();
  const { assign } = useConversationActions(conversation.id);
  const { interaction, assignee_id } = conversation;
  const working = interaction?.state.kind === "active" && interaction.state.agent_id === me;

  const finish = useMutation({
    mutationFn: (id: string) =>
      unwrap(api.POST("/api/v1/interactions/{id}/wrap_up", { params: { path: { id } } })),
    onSuccess: (answer) => applyAnswer(client, answer, me),
    onError: useProblemToast(),
  });

  const { locale } = useIntl();
  const save = useMutation({
    mutationFn: async (notes: boolean) => {
      const { saveTranscript } = await import("~/transcript/saveTranscript");
      await saveTranscript({ conversation, notes, locale, t });
    },
    onError: useProblemToast(),
  });

  const copyLink = async () => {
    await navigator.clipboard.writeText(`${location.origin}/inbox/all/${conversation.id}`);
    toast("good", t("conversation.link_copied"));
  };

  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon aria-label={t("action.more")}>
          <Ellipsis size={17} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {mayWrite && assignee_id !== me && (
          <Menu.Item leftSection={<UserPlus size={15} />} onClick={() => assign.mutate(me)}>
            {t("conversation.assign_me")}
          </Menu.Item>
        )}
        {mayWrite && assignee_id && (
          <Menu.Item leftSection={<UserMinus size={15} />} onClick={() => assign.mutate(null)}>
            {t("conversation.unassign")}
          </Menu.Item>
        )}
        {mayWrite && interaction && working && (
          <Menu.Item leftSection={<Flag size={15} />} onClick={() => finish.mutate(interaction.id)}>
            {t("conversation.finish")}
          </Menu.Item>
        )}
        {mayWrite && (
          <Menu.Item leftSection={<Tag size={15} />} onClick={onTags}>
            {t("conversation.tags")}
          </Menu.Item>
        )}
        {mayWrite && onSnooze && (
          <Menu.Item leftSection={<AlarmClock size={15} />} onClick={onSnooze}>
            {t("conversation.snooze")}
          </Menu.Item>
        )}
        {mayWrite && (
          <Menu.Item leftSection={<Merge size={15} />} onClick={onMerge}>
            {t("conversation.merge")}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<Download size={15} />} onClick={() => save.mutate(false)}>
          {t("conversation.save")}
        </Menu.Item>
        <Menu.Item leftSection={<Download size={15} />} onClick={() => save.mutate(true)}>
          {t("conversation.save_with_notes")}
        </Menu.Item>
        <Menu.Item leftSection={<Link2 size={15} />} onClick={() => void copyLink()}>
          {t("conversation.copy_link")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
