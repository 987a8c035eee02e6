import { Button } from "@mantine/core";
import type { AgentAccess as Access, Agent } from "@rapport/api-client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useIntl } from "react-intl";
import { useMay } from "~/api/session";
import { type Translate, useT } from "~/messages";
import { toast } from "~/ui/toasts";
import { useProblemToast } from "~/ui/useProblemToast";
import { CopyBox } from "../CopyBox";
import { accessQuery, addressOf, makeLink, newLinkQuery, revokeLink } from "./links";

/** How a colleague comes to a password: by a link, which is shown once. */
export function AgentAccess({ record: agent }: { record: Agent }) {
  const t = useT();
  const intl = useIntl();
  const client = useQueryClient();
  const { data } = useQuery({ ...accessQuery, enabled: useMay("agents:manage") });
  const { data: made } = useQuery(newLinkQuery(agent.id));
  // Shown only once: whoever opens this again does not see it.
  useEffect(
    () => () => client.removeQueries({ queryKey: newLinkQuery(agent.id).queryKey }),
    [client, agent.id],
  );
  const onError = useProblemToast();
  const make = useMutation({ mutationFn: () => makeLink(client, agent.id), onError });
  const revoke = useMutation({
    mutationFn: () => revokeLink(client, agent.id),
    onSuccess: () => toast("good", t("access.revoked")),
    onError,
  });
  const access = data?.items.find((item) => item.agent_id === agent.id);
  if (!access) return null;
  const day = (at: string) => intl.formatDate(at, { dateStyle: "medium", timeStyle: "short" });
  return (
    <CopyBox
      title={t("access.title")}
      hint={
        made
          ? t("access.link_hint", { until: day(made.expires_at), name: agent.name })
          : explanationOf(access, day, t)
      }
      text={made ? addressOf(made) : null}
      actions={
        <>
          {access.link && (
            <Button
              variant="default"
              size="compact-xs"
              loading={revoke.isPending}
              onClick={() => revoke.mutate()}
            >
              {t("access.revoke")}
            </Button>
          )}
          <Button variant="default" size="compact-xs" loading={make.isPending} onClick={() => make.mutate()}>
            {t(
              access.link
                ? "access.make_new"
                : access.state === "joined"
                  ? "access.make_reset"
                  : "access.make",
            )}
          </Button>
        </>
      }
    />
  );
}

function explanationOf({ state, link }: Access, day: (at: string) => string, t: Translate): string {
  if (state === "joined" && link && Date.parse(link.expires_at) > Date.now()) {
    return t("access.explain_reset", { until: day(link.expires_at) });
  }
  return t(`access.explain_${state}`, { until: link ? day(link.expires_at) : "" });
}
