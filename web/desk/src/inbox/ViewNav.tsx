import { useQuery } from "@tanstack/react-query";
import { CircleDashed, Layers, ListOrdered, UserRound } from "lucide-react";
import { countsQuery } from "~/api/conversations";
import { useDirectory } from "~/api/directory";
import { useMe } from "~/api/session";
import { useT } from "~/messages";
import { ViewLink } from "./ViewLink";
import classes from "./ViewNav.module.css";

/** The views with their live counters: mine, unassigned, every queue, all. My own queues come first. */
export function ViewNav({ view }: { view: string }) {
  const t = useT();
  const { agent } = useMe();
  const { data: counts } = useQuery(countsQuery);
  const queues = [...useDirectory("queues").values()]
    .filter((queue) => !queue.archived)
    .sort((a, b) => {
      const own = Number(agent.queue_ids.includes(b.id)) - Number(agent.queue_ids.includes(a.id));
      return own || a.name.localeCompare(b.name);
    });
  const link = { current: view };

  return (
    <nav className={classes.nav} aria-label={t("inbox.views")}>
      <ViewLink {...link} view="mine" icon={UserRound} label={t("view.mine")} count={counts?.mine} />
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
      <ViewLink {...link} view="all" icon={Layers} label={t("view.all")} count={counts?.all} />
    </nav>
  );
}
