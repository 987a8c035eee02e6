import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { conversationQuery } from "~/api/conversations";
import { CustomerPanel } from "~/customer/CustomerPanel";
import { desk, useTopics } from "~/socket/desk";
import { ErrorState } from "~/ui/ErrorState";
import { Composer } from "./Composer";
import classes from "./ConversationPage.module.css";
import { ConversationSkeleton } from "./ConversationSkeleton";
import { Header } from "./Header";
import { Timeline } from "./Timeline";
import { useMarkRead } from "./useMarkRead";
import { useViewing } from "./useViewing";

const WrapUp = lazy(() => import("./WrapUp"));

export function ConversationPage({ conversationId }: { conversationId: string }) {
  useTopics(`conversation:${conversationId}`);
  useViewing(conversationId);
  const { data: conversation, error, refetch } = useQuery(conversationQuery(conversationId));
  useMarkRead(conversation);
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

  const state = conversation.interaction?.state;
  return (
    <div className={classes.page} data-panel={panelCalled || undefined}>
      <main className={classes.conversation}>
        <Header conversation={conversation} onPanel={() => setPanelCalled(true)} />
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
        <Composer
          conversation={conversation}
          onTyping={() => desk.say({ type: "typing", conversation_id: conversationId })}
        />
      </main>
      <CustomerPanel conversation={conversation} onClose={() => setPanelCalled(false)} />
    </div>
  );
}
