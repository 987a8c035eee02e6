import type { SearchHit } from "@rapport/api-client";
import { useNavigate } from "@tanstack/react-router";
import { MessageSquareText, StickyNote } from "lucide-react";
import { saidIn } from "~/conversation/said";
import { searchFor } from "~/inbox/search";
import { useT } from "~/messages";
import type { Row } from "./PaletteRow";

/** Messages and notes that were found, as rows that open their conversation. */
export function useHits(items: SearchHit[]): Row[] {
  const t = useT();
  const navigate = useNavigate();
  return items.flatMap(({ entry, conversation }) => {
    if (entry.kind === "event") return [];
    return {
      key: entry.id,
      group: t("palette.group_messages"),
      icon: entry.kind === "note" ? StickyNote : MessageSquareText,
      label: saidIn(entry),
      detail: conversation.contact.name ?? t("contact.visitor"),
      run: () =>
        void navigate({
          to: "/inbox/$view/$conversationId",
          params: { view: "all", conversationId: conversation.id },
          search: searchFor(conversation.status),
        }),
    };
  });
}
