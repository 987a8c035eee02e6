import { Button, Loader } from "@mantine/core";
import type { Actor, Conversation } from "@rapport/api-client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import { useIntl } from "react-intl";
import { entriesQuery } from "~/api/conversations";
import { useMay, useMe } from "~/api/session";
import { useT } from "~/messages";
import { ErrorState } from "~/ui/ErrorState";
import { BlockView } from "./BlockView";
import { ConversationSkeleton } from "./ConversationSkeleton";
import { outbox, usePending } from "./outboxStore";
import { lastReceiptOf } from "./receipt";
import classes from "./Timeline.module.css";
import { TypingLine } from "./TypingLine";
import { blocksOf, stillMerged } from "./timeline";
import { useTimelineScroll } from "./useTimelineScroll";

/** Older entries are asked for when the top comes this near. */
const OLDER_WITHIN_PX = 600;

export function Timeline({ conversation }: { conversation: Conversation }) {
  const t = useT();
  const intl = useIntl();
  const { agent } = useMe();
  const query = useInfiniteQuery(entriesQuery(conversation.id));
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const pending = usePending(conversation.id, agent.id);
  const entries = useMemo(() => data?.pages.flatMap((page) => page.items).toReversed() ?? [], [data]);

  const blocks = useMemo(() => {
    const me: Actor = { kind: "agent", id: agent.id, name: agent.name };
    const dayOf = (at: string) => intl.formatDate(at, { dateStyle: "short" });
    return blocksOf({ entries, pending, me, keyOf: (entry) => outbox.keyOf(entry), dayOf });
  }, [entries, pending, agent, intl]);

  const mayWrite = useMay("conversations:write");
  const splittable = useMemo(
    () => (mayWrite ? stillMerged(entries) : new Set<string>()),
    [entries, mayWrite],
  );

  const scroller = useRef<HTMLDivElement>(null);
  const { newCount, onScroll, toBottom } = useTimelineScroll(scroller, entries, pending.length);
  const top = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (!hasNextPage || isFetchingNextPage || !top.current) return;
    const observer = new IntersectionObserver(
      ([sentinel]) => sentinel?.isIntersecting && void fetchNextPage(),
      { root: scroller.current, rootMargin: `${OLDER_WITHIN_PX}px` },
    );
    observer.observe(top.current);
    return () => observer.disconnect();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);

  if (query.isPending) return <ConversationSkeleton />;
  if (query.isError && !data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const receipt = lastReceiptOf(entries, conversation);

  return (
    <div className={classes.frame}>
      <div
        ref={scroller}
        className={classes.scroller}
        onScroll={onScroll}
        role="log"
        aria-label={t("conversation.timeline")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        tabIndex={0}
      >
        <div className={classes.column}>
          <div ref={top} className={classes.top}>
            {isFetchingNextPage && <Loader size="xs" aria-label={t("conversation.loading_older")} />}
          </div>
          {blocks.map((block) => (
            <BlockView key={block.key} block={block} receipt={receipt} splittable={splittable} />
          ))}
          <TypingLine key={conversation.id} conversationId={conversation.id} />
        </div>
      </div>
      {newCount > 0 && (
        <Button className={classes.pill} radius="xl" size="compact-sm" onClick={toBottom}>
          {t("conversation.new_messages", { count: newCount })}
        </Button>
      )}
    </div>
  );
}
