import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useVirtualizer } from "@tanstack/react-virtual";
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from "react";
import { type ConversationFilter, conversationsQuery } from "~/api/conversations";
import { useMay } from "~/api/session";
import { useShortcuts } from "~/shortcuts/useShortcuts";
import { ErrorState } from "~/ui/ErrorState";
import { ListSkeleton } from "~/ui/ListSkeleton";
import classes from "./ConversationList.module.css";
import { ConversationRow } from "./ConversationRow";
import { EmptyView } from "./EmptyView";
import { SelectBox } from "./SelectBox";
import { extended, kept, NOTHING, toggled } from "./selection";

const BulkBar = lazy(() => import("./BulkBar"));

const ROW_HEIGHT_PX = 60;
const OVERSCAN_ROWS = 8;
/** More is asked for this many rows before the end comes into sight. */
const PREFETCH_ROWS = 15;

interface Props {
  /** Where the list is. */
  place: string;
  filter: ConversationFilter;
}

export function ConversationList({ place, filter }: Props) {
  const navigate = useNavigate();
  const mayWrite = useMay("conversations:write");
  const { conversationId } = useParams({ strict: false });
  const scroller = useRef<HTMLDivElement>(null);
  const query = useInfiniteQuery(conversationsQuery(filter));
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const rows = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data]);

  const listed = useMemo(() => rows.map(({ id }) => id), [rows]);
  const [pressed, setPressed] = useState(NOTHING);
  const selection = kept(pressed, listed);
  const chosen = rows.filter(({ id }) => selection.ids.has(id));
  const clear = () => setPressed(NOTHING);

  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT_PX,
    overscan: OVERSCAN_ROWS,
    getItemKey: (index) => rows[index]?.id ?? index,
  });
  const visible = virtualizer.getVirtualItems();
  const lastVisible = visible.at(-1)?.index ?? 0;

  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && lastVisible >= rows.length - PREFETCH_ROWS)
      void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, lastVisible, rows.length]);

  const step = (by: 1 | -1) => {
    const index = rows.findIndex((row) => row.id === conversationId);
    const next = rows[index < 0 ? 0 : index + by];
    if (!next) return;
    virtualizer.scrollToIndex(rows.indexOf(next));
    void navigate({
      to: "/inbox/$view/$conversationId",
      params: { view: place, conversationId: next.id },
      search: (search) => search,
    });
  };
  useShortcuts({
    j: () => step(1),
    k: () => step(-1),
    x: () => mayWrite && conversationId && setPressed(toggled(selection, conversationId)),
    Escape: clear,
  });

  if (query.isPending) return <ListSkeleton />;
  if (query.isError && !data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (rows.length === 0) return <EmptyView {...filter} />;

  return (
    <>
      <Suspense>
        {chosen.length > 0 && <BulkBar chosen={chosen} status={filter.status} onClear={clear} />}
      </Suspense>
      <div ref={scroller} className={classes.scroller} data-choosing={chosen.length > 0 || undefined}>
        <ul className={classes.list} style={{ blockSize: virtualizer.getTotalSize() }}>
          {visible.map((item) => {
            const conversation = rows[item.index];
            if (!conversation) return null;
            return (
              <li
                key={item.key}
                aria-posinset={item.index + 1}
                aria-setsize={hasNextPage ? -1 : rows.length}
                className={classes.slot}
                style={{ transform: `translateY(${item.start}px)`, blockSize: ROW_HEIGHT_PX }}
              >
                <ConversationRow
                  view={place}
                  conversation={conversation}
                  selected={conversation.id === conversationId}
                />
                {mayWrite && (
                  <SelectBox
                    conversation={conversation}
                    chosen={selection.ids.has(conversation.id)}
                    onToggle={(range) =>
                      setPressed(
                        range
                          ? extended(selection, conversation.id, listed)
                          : toggled(selection, conversation.id),
                      )
                    }
                  />
                )}
              </li>
            );
          })}
        </ul>
      </div>
    </>
  );
}
