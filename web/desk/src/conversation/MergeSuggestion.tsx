import { Button } from "@mantine/core";
import type { Conversation } from "@rapport/api-client";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { conversationQuery } from "~/api/conversations";
import { AreaMessages } from "~/app/AreaMessages";
import { useContactName } from "~/contacts/useContactName";
import { useT } from "~/messages";
import { RelativeTime } from "~/time/RelativeTime";
import { ChannelIcon } from "~/ui/ChannelIcon";
import { useConversationActions } from "./actions";
import classes from "./MergeSuggestion.module.css";

const MergeDialog = lazy(() => import("./MergeDialog"));

interface Props {
  conversation: Conversation;
  /** The one that it may be a part of. */
  otherId: string;
}

/** Asks whether the conversation is a part of another one of the customer, as its brand wants it. */
export default function MergeSuggestion({ conversation, otherId }: Props) {
  const { data: other } = useQuery(conversationQuery(otherId));
  if (!other || other.id === conversation.id || other.contact.id !== conversation.contact.id) return null;
  if (other.merged_into_id)
    return <MergeSuggestion conversation={conversation} otherId={other.merged_into_id} />;
  return (
    <AreaMessages area="mail" meanwhile={null}>
      <Question conversation={conversation} other={other} />
    </AreaMessages>
  );
}

function Question({ conversation, other }: { conversation: Conversation; other: Conversation }) {
  const t = useT();
  const { view = "all" } = useParams({ strict: false });
  const name = useContactName(conversation.contact);
  const { keepApart } = useConversationActions(conversation.id);
  const [merging, setMerging] = useState(false);
  return (
    <section className={classes.question} aria-label={t("joining.question_label")}>
      <div className={classes.words}>
        <p>{t(other.status === "resolved" ? "joining.question_resolved" : "joining.question", { name })}</p>
        <Link
          className={classes.other}
          to="/inbox/$view/$conversationId"
          params={{ view, conversationId: other.id }}
          search={(search) => search}
        >
          <ChannelIcon channel={other.channel} />
          <bdi className={classes.text}>{other.subject ?? other.preview?.text ?? t("inbox.no_messages")}</bdi>
          <RelativeTime at={other.updated_at} />
        </Link>
      </div>
      <div className={classes.answers}>
        <Button size="compact-sm" onClick={() => setMerging(true)}>
          {t("joining.merge")}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          loading={keepApart.isPending}
          onClick={() => keepApart.mutate()}
        >
          {t("joining.keep_apart")}
        </Button>
      </div>
      {merging && (
        <Suspense>
          <MergeDialog conversation={conversation} into={other.id} onClose={() => setMerging(false)} />
        </Suspense>
      )}
    </section>
  );
}
