import type { Actor, EntryEvent } from "@rapport/api-client";
import { useIntl } from "react-intl";
import { useDirectory } from "~/api/directory";
import { useT } from "~/messages";
import { useWhen } from "~/snooze/useWhen";

const SCORE_MAX = 5;

/** Says in a sentence what the system or a colleague did. */
export function useEventText() {
  const t = useT();
  const intl = useIntl();
  const agents = useDirectory("agents");
  const queues = useDirectory("queues");
  const dispositions = useDirectory("dispositions");
  const tags = useDirectory("tags");
  const when = useWhen();
  const agentName = (id: string | null | undefined) => agents.get(id ?? "")?.name ?? t("actor.agent");
  const queueName = (id: string | null | undefined) => queues.get(id ?? "")?.name ?? t("field.queue");

  const tagNames = (ids: string[]) => intl.formatList(ids.map((id) => tags.get(id)?.name ?? t("field.tag")));

  return (event: EntryEvent, author: Actor): string => {
    const actor = author.name ?? t(`actor.${author.kind}`);
    switch (event.type) {
      case "conversation.started":
        return t("event.started");
      case "conversation.rated": {
        const said = { score: event.score, max: SCORE_MAX };
        return event.comment
          ? t("event.rated_comment", { ...said, comment: event.comment })
          : t("event.rated", said);
      }
      case "conversation.invited":
        return t("event.invited", { text: event.text });
      case "interaction.queued":
        return t("event.queued", { queue: queueName(event.queue_id) });
      case "interaction.offered":
        return t("event.offered", { agent: intl.formatList(event.agent_ids.map(agentName)) });
      case "interaction.declined":
        return t("event.declined", { agent: agentName(event.agent_id) });
      case "interaction.timed_out":
        return t("event.timed_out", { agent: agentName(event.agent_id) });
      case "interaction.accepted":
        return t("event.accepted", { agent: agentName(event.agent_id) });
      case "interaction.transferred": {
        const target = event.agent_id ? agentName(event.agent_id) : queueName(event.queue_id);
        return event.note
          ? t("event.transferred_note", { actor, target, note: event.note })
          : t("event.transferred", { actor, target });
      }
      case "interaction.requeued":
        return t("event.requeued");
      case "interaction.overflowed":
        return t("event.overflowed", { queue: queueName(event.queue_id) });
      case "interaction.priority_changed":
        return t("event.priority_changed", { actor, from: event.from, to: event.priority });
      case "interaction.wrap_up_started":
        return t("event.wrap_up_started", { agent: agentName(event.agent_id) });
      case "interaction.ended": {
        if (!event.agent_id) return t("event.ended");
        const agent = agentName(event.agent_id);
        const disposition = dispositions.get(event.disposition_id ?? "")?.name;
        return disposition
          ? t("event.wrapped_up_as", { agent, disposition })
          : t("event.wrapped_up", { agent });
      }
      case "conversation.resolved":
        return t("event.resolved", { actor });
      case "conversation.reopened":
        return t("event.reopened", { actor });
      case "conversation.snoozed":
        return t("event.snoozed", { actor, when: when(event.until) });
      case "conversation.unsnoozed":
        return t("event.unsnoozed");
      case "conversation.tagged": {
        const [added, removed] = [tagNames(event.added), tagNames(event.removed)];
        if (event.removed.length === 0) return t("event.tags_added", { actor, tags: added });
        if (event.added.length === 0) return t("event.tags_removed", { actor, tags: removed });
        return t("event.tags_changed", { actor, added, removed });
      }
      case "conversation.absorbed":
        return t("event.absorbed", { actor });
      case "conversation.kept_apart":
        return t("event.kept_apart", { actor });
      case "conversation.released":
        return t("event.released", { actor });
      case "conversation.assigned":
        return event.agent_id
          ? t("event.assigned", { agent: agentName(event.agent_id) })
          : t("event.unassigned", { actor });
      default:
        // A server newer than this page may know events that have no sentence here yet.
        return t("event.unknown");
    }
  };
}
