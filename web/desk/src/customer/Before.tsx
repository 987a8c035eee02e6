import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { contactConversationsQuery } from "~/api/contacts";
import { useT } from "~/messages";
import { ErrorState } from "~/ui/ErrorState";
import classes from "./Before.module.css";
import { PastConversation } from "./PastConversation";

/** Their other conversations, on every channel; a click opens one. */
export function Before({ contactId, currentId }: { contactId: string; currentId?: string }) {
  const t = useT();
  const { data, error, refetch } = useQuery(contactConversationsQuery(contactId));
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={36} />;
  const others = data.filter((conversation) => conversation.id !== currentId);
  if (others.length === 0) return <p className={classes.none}>{t("customer.before_none")}</p>;
  return (
    <ul className={classes.list}>
      {others.map((conversation) => (
        <li key={conversation.id}>
          <PastConversation conversation={conversation} />
        </li>
      ))}
    </ul>
  );
}
