import { Button } from "@mantine/core";
import type { Page } from "@rapport/api-client";
import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useT } from "~/messages";
import { ErrorState } from "./ErrorState";
import { ListSkeleton } from "./ListSkeleton";

interface Props<T> {
  query: UseInfiniteQueryResult<InfiniteData<Page<T>>>;
  /** Instead of the list, when there is nothing in it. */
  empty: ReactNode;
  children: (items: T[]) => ReactNode;
}

/** A list that comes page by page, in all its states. */
export function Paged<T>({ query, empty, children }: Props<T>) {
  const t = useT();
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <ListSkeleton />;
  const items = data.pages.flatMap((page) => page.items);
  if (items.length === 0) return empty;
  return (
    <>
      {children(items)}
      {hasNextPage && (
        <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t("action.load_more")}
        </Button>
      )}
    </>
  );
}
