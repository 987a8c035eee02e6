import { useQuery } from "@tanstack/react-query";
import { AtSign, Bookmark, CircleDashed, Layers, ListOrdered, UserRound } from "lucide-react";
import { countsQuery } from "~/api/conversations";
import { useDirectory } from "~/api/directory";
import { useMe } from "~/api/session";
import { viewCountsQuery, viewsQuery } from "~/api/views";
import { useUnseenMentions } from "~/mentions/useUnseenMentions";
import { useT } from "~/messages";
import { ViewLink } from "./ViewLink";
import classes from "./ViewNav.module.css";

/** So far the server counts what a saved view shows. */
const VIEW_COUNT_MAX = 100;

/** The views with their live counters: mine, unassigned, every queue, saved ones, all. My own queues come first. */
export function ViewNav({ place }: { place: string }) {
  const t = useT();
  const { agent } = useMe();
  const { data: counts } = useQuery(countsQuery);
  const queues = [...useDirectory("queues").values()]
    .filter((queue) => !queue.archived)
    .sort((a, b) => {
      const own = Number(agent.queue_ids.includes(b.id)) - Number(agent.queue_ids.includes(a.id));
      return own || a.name.localeCompare(b.name);
    });
  const unseen = useUnseenMentions();
  const saved = useQuery(viewsQuery).data?.items ?? [];
  const savedCounts = useQuery({ ...viewCountsQuery, enabled: saved.length > 0 }).data;
  const link = { current: place };

  return (
    <nav className={classes.nav} aria-label={t("inbox.views")}>
      <ViewLink {...link} view="mine" icon={UserRound} label={t("view.mine")} count={counts?.mine} />
      <ViewLink {...link} view="mentioned" icon={AtSign} label={t("view.mentioned")} count={unseen?.size} />
      <ViewLink
        {...link}
        view="unassigned"
        icon={CircleDashed}
        label={t("view.unassigned")}
        count={counts?.unassigned}
      />
      {queues.map((queue) => (
        <ViewLink
          {...link}
          key={queue.id}
          view={queue.id}
          icon={ListOrdered}
          label={queue.name}
          count={counts && (counts.queues[queue.id] ?? 0)}
        />
      ))}
      {saved.map(({ id, name }) => (
        <ViewLink
          {...link}
          key={id}
          view={id}
          icon={Bookmark}
          label={name}
          count={savedCounts?.get(id)}
          countMax={VIEW_COUNT_MAX}
        />
      ))}
      <ViewLink {...link} view="all" icon={Layers} label={t("view.all")} count={counts?.all} />
    </nav>
  );
}
