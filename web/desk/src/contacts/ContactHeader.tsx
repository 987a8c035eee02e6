import { ActionIcon, Button, Menu, TextInput } from "@mantine/core";
import { type Contact, ProblemError, unwrap } from "@rapport/api-client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ArrowLeft, Ellipsis, Merge, Pencil, Split } from "lucide-react";
import { type FormEvent, lazy, Suspense, useState } from "react";
import { api, ifMatch } from "~/api/client";
import { contactQuery } from "~/api/contacts";
import { useMay } from "~/api/session";
import { useT } from "~/messages";
import { Avatar } from "~/ui/Avatar";
import { toast } from "~/ui/toasts";
import { useProblemToast } from "~/ui/useProblemToast";
import { Blocked } from "./Blocked";
import classes from "./ContactPage.module.css";
import { useBlock } from "./useBlock";
import { useContactName } from "./useContactName";

const BlockDialog = lazy(() => import("./BlockDialog"));
const MergeDialog = lazy(() => import("./merge/MergeDialog"));
const SplitDialog = lazy(() => import("./merge/SplitDialog"));

type Asked = "block" | "merge" | "split";

export function ContactHeader({ contact }: { contact: Contact }) {
  const t = useT();
  const client = useQueryClient();
  const shown = useContactName(contact);
  const mayWrite = useMay("contacts:write");
  const [name, setName] = useState<string | null>(null);
  const [asked, setAsked] = useState<Asked | null>(null);
  const onClose = () => setAsked(null);
  const { unblock } = useBlock(contact.id);
  const toastProblem = useProblemToast();
  const { queryKey } = contactQuery(contact.id);

  const rename = useMutation({
    mutationFn: (next: string) =>
      unwrap(
        api.PATCH("/api/v1/contacts/{id}", {
          params: { path: { id: contact.id }, header: ifMatch(contact.version) },
          body: { name: next || null },
        }),
      ),
    onSuccess: (saved) => {
      client.setQueryData(queryKey, saved);
      void client.invalidateQueries({ queryKey: ["contacts"] });
      setName(null);
    },
    onError: (error) => {
      if (!(error instanceof ProblemError) || error.code !== "version_conflict") return toastProblem(error);
      // What I typed stays in the field; the newest record comes in below it.
      toast("bad", t("contacts.conflict"));
      void client.invalidateQueries({ queryKey });
    },
  });

  const submit = (event: FormEvent) => {
    event.preventDefault();
    rename.mutate((name ?? "").trim());
  };
  return (
    <header className={classes.header}>
      <ActionIcon aria-label={t("action.back")} renderRoot={(props) => <Link to="/contacts" {...props} />}>
        <ArrowLeft size={18} />
      </ActionIcon>
      <Avatar seed={contact.id} name={shown} size={36} />
      {name === null ? (
        <>
          <h1 dir="auto">{shown}</h1>
          {mayWrite && (
            <ActionIcon aria-label={t("contacts.edit_name")} onClick={() => setName(contact.name ?? "")}>
              <Pencil size={15} />
            </ActionIcon>
          )}
          <Blocked contact={contact} />
          {mayWrite && (
            <Button
              className={classes.block}
              variant="default"
              size="xs"
              loading={unblock.isPending}
              onClick={() => (contact.blocked ? unblock.mutate() : setAsked("block"))}
            >
              {t(contact.blocked ? "contacts.unblock" : "contacts.block")}
            </Button>
          )}
          {mayWrite && (
            <Menu position="bottom-end" width={220}>
              <Menu.Target>
                <ActionIcon aria-label={t("action.more")}>
                  <Ellipsis size={17} />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item leftSection={<Merge size={15} />} onClick={() => setAsked("merge")}>
                  {t("contact_merge.open")}
                </Menu.Item>
                <Menu.Item leftSection={<Split size={15} />} onClick={() => setAsked("split")}>
                  {t("contact_split.open")}
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          )}
          <Suspense>
            {asked === "block" && <BlockDialog contact={contact} onClose={onClose} />}
            {asked === "merge" && <MergeDialog contact={contact} onClose={onClose} />}
            {asked === "split" && <SplitDialog contact={contact} onClose={onClose} />}
          </Suspense>
        </>
      ) : (
        <form onSubmit={submit}>
          <TextInput
            size="xs"
            autoFocus
            aria-label={t("contacts.name")}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" loading={rename.isPending}>
            {t("action.save")}
          </Button>
          <Button variant="default" onClick={() => setName(null)}>
            {t("action.cancel")}
          </Button>
        </form>
      )}
    </header>
  );
}
