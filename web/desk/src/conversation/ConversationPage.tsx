import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { conversationQuery } from "~/api/conversations";
import { useMay } from "~/api/session";
import { CustomerPanel } from "~/customer/CustomerPanel";
import { useT } from "~/messages";
import { desk, useTopics } from "~/socket/desk";
import { ErrorState } from "~/ui/ErrorState";
import { Composer } from "./Composer";
import classes from "./ConversationPage.module.css";
import { ConversationSkeleton } from "./ConversationSkeleton";
import { Header } from "./Header";
import { Timeline } from "./Timeline";
import { useMarkRead } from "./useMarkRead";
import { useViewing } from "./useViewing";

const MergedAway = lazy(() => import("./MergedAway"));
const MergeSuggestion = lazy(() => import("./MergeSuggestion"));
const WrapUp = lazy(() => import("./WrapUp"));

export function ConversationPage({ conversationId }: { conversationId: string }) {
  useTopics(`conversation:${conversationId}`);
  const t = useT();
  const mayWrite = useMay("conversations:write");
  const viewers = useViewing(conversationId);
  const { data: conversation, error, refetch } = useQuery(conversationQuery(conversationId));
  useMarkRead(conversation?.merged_into_id ? undefined : conversation);
  // On a wide screen the panel is always there; elsewhere it is called over the conversation.
  const [panelCalled, setPanelCalled] = useState(false);

  if (error && !conversation) {
    return (
      <main className={classes.alone}>
        <ErrorState error={error} onRetry={() => void refetch()} />
      </main>
    );
  }
  if (!conversation) return <ConversationSkeleton />;
  if (conversation.merged_into_id) {
    return (
      <Suspense fallback={<ConversationSkeleton />}>
        <MergedAway id={conversationId} intoId={conversation.merged_into_id} />
      </Suspense>
    );
  }

  const state = conversation.interaction?.state;
  return (
    <div className={classes.page} data-panel={panelCalled || undefined}>
      <main className={classes.conversation}>
        <Header conversation={conversation} viewers={viewers} onPanel={() => setPanelCalled(true)} />
        {mayWrite && conversation.merge_suggestion_id && (
          <Suspense>
            <MergeSuggestion
              key={conversation.merge_suggestion_id}
              conversation={conversation}
              otherId={conversation.merge_suggestion_id}
            />
          </Suspense>
        )}
        <Timeline conversation={conversation} />
        <Suspense>
          {state?.kind === "wrap_up" && conversation.interaction && (
            <WrapUp
              key={conversation.interaction.id}
              conversation={conversation}
              interaction={conversation.interaction}
              state={state}
            />
          )}
        </Suspense>
        {mayWrite ? (
          <Composer
            conversation={conversation}
            onTyping={() => desk.say({ type: "typing", conversation_id: conversationId })}
          />
        ) : (
          <p className={classes.readOnly}>{t("composer.read_only")}</p>
        )}
      </main>
      <CustomerPanel conversation={conversation} onClose={() => setPanelCalled(false)} />
    </div>
  );
}
