import { Button, Group, Stack, Switch, TextInput } from "@mantine/core";
import type { SavedView } from "@rapport/api-client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import type { ConversationFilter } from "~/api/conversations";
import { useMay } from "~/api/session";
import { changeView, removeView, saveView, viewCountsQuery, viewsQuery } from "~/api/views";
import { useT } from "~/messages";
import { Dialog } from "~/ui/Dialog";
import { useProblemToast } from "~/ui/useProblemToast";

interface Props {
  filter: ConversationFilter;
  /** The one to be changed; none for a new one. */
  saved: SavedView | undefined;
  onClose: () => void;
}

/** Gives a list a name under which it stays: for oneself, or for everybody. */
export default function SaveViewDialog({ filter, saved, onClose }: Props) {
  const t = useT();
  const client = useQueryClient();
  const navigate = useNavigate();
  const mayShare = useMay("board:manage");
  const [name, setName] = useState(saved?.name ?? "");
  const [shared, setShared] = useState(saved?.agent_id === null);
  const onError = useProblemToast();
  const goTo = async (view: string) => {
    await client.invalidateQueries({ queryKey: viewsQuery.queryKey });
    void client.invalidateQueries({ queryKey: viewCountsQuery.queryKey });
    onClose();
    void navigate({ to: "/inbox/$view", params: { view } });
  };
  const save = useMutation({
    mutationFn: () => {
      const wish = { name: name.trim(), shared };
      return saved ? changeView(saved, wish) : saveView(wish, filter);
    },
    onSuccess: ({ id }) => goTo(id),
    onError,
  });
  const remove = useMutation({
    mutationFn: (id: string) => removeView(id),
    onSuccess: () => goTo(filter.view),
    onError,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim()) save.mutate();
  };
  const mayChange = mayShare || saved?.agent_id !== null;
  return (
    <Dialog title={t(saved ? "view.change" : "view.save")} onClose={onClose}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            data-autofocus
            label={t("field.name")}
            maxLength={100}
            required
            disabled={!mayChange}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Switch
            label={t("view.shared")}
            description={mayShare ? undefined : t("view.shared_by_supervisors")}
            disabled={!mayShare}
            checked={shared}
            onChange={(event) => setShared(event.currentTarget.checked)}
          />
          <Group justify="space-between">
            {saved && mayChange ? (
              <Button
                variant="subtle"
                color="red"
                loading={remove.isPending}
                onClick={() => remove.mutate(saved.id)}
              >
                {t("view.remove")}
              </Button>
            ) : (
              <span />
            )}
            <Button type="submit" disabled={!name.trim() || !mayChange} loading={save.isPending}>
              {t("action.save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
