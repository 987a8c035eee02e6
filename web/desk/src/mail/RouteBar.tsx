import { Button, TagsInput, TextInput } from "@mantine/core";
import type { Conversation, MailRoute, ReachMail } from "@rapport/api-client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { entriesQuery } from "~/api/conversations";
import { useDirectory } from "~/api/directory";
import { AreaMessages } from "~/app/AreaMessages";
import { useT } from "~/messages";
import classes from "./RouteBar.module.css";
import { type Answer, answerTo, isAddress, routes } from "./route";

/** Label and field side by side. */
const ROW = { root: classes.row, label: classes.label };

interface Props {
  conversation: Conversation;
  /** To whom and under which subject it goes unless the agent says otherwise. */
  mail: ReachMail | undefined;
}

/** To whom the answer goes that is being written. */
export default function RouteBar(props: Props) {
  return (
    <AreaMessages area="mail" meanwhile={null}>
      <Route {...props} />
    </AreaMessages>
  );
}

function Route({ conversation, mail }: Props) {
  const t = useT();
  const { id } = conversation;
  const route = routes.use(id);
  const answer = useAnswer(id);
  const [open, setOpen] = useState(false);
  const to = route?.to?.length ? route.to : (answer?.to ?? mail?.to.map(({ address }) => address) ?? []);
  const copies = [...(route?.cc ?? []), ...(route?.bcc ?? [])];
  const change = (part: MailRoute) => routes.set(id, { ...route, ...part });
  const wrong = [...to, ...copies].find((address) => !isAddress(address));

  if (!open) {
    const addressed = [...to, ...copies].join(", ");
    return (
      <p className={classes.line}>
        <span>{t("email.to")}</span>
        <bdi title={addressed}>{addressed || (conversation.contact.name ?? "")}</bdi>
        {mail?.signature && (
          <span className={classes.signed} title={mail.signature}>
            {t("email.signed")}
          </span>
        )}
        {answer && answer.others.length > 0 && copies.length === 0 && (
          <Button size="compact-xs" variant="subtle" onClick={() => change({ cc: answer.others })}>
            {t("email.reply_all")}
          </Button>
        )}
        <Button size="compact-xs" variant="subtle" onClick={() => setOpen(true)}>
          {t("email.route_edit")}
        </Button>
      </p>
    );
  }
  return (
    <div className={classes.fields}>
      <Addresses label={t("email.to")} value={to} onChange={(next) => change({ to: next })} />
      <Addresses label={t("email.cc")} value={route?.cc ?? []} onChange={(cc) => change({ cc })} />
      <Addresses label={t("email.bcc")} value={route?.bcc ?? []} onChange={(bcc) => change({ bcc })} />
      <TextInput
        size="xs"
        label={t("email.subject")}
        maxLength={400}
        classNames={ROW}
        placeholder={answer?.subject ?? mail?.subject ?? ""}
        value={route?.subject ?? ""}
        onChange={(event) => change({ subject: event.currentTarget.value || undefined })}
      />
      {mail?.signature && (
        <div className={classes.row}>
          <span className={classes.label}>{t("email.signature")}</span>
          <p className={classes.signature} dir="auto">
            {mail.signature}
          </p>
        </div>
      )}
      {wrong && <p role="alert">{t("email.recipients_wrong", { address: wrong })}</p>}
      <Button size="compact-xs" variant="default" onClick={() => setOpen(false)}>
        {t("email.route_done")}
      </Button>
    </div>
  );
}

function useAnswer(id: string): Answer | null {
  const { data } = useInfiniteQuery(entriesQuery(id));
  const inboxes = useDirectory("inboxes");
  return useMemo(() => {
    const own = [...inboxes.values()].map(({ email }) => email?.address?.toLowerCase() ?? "");
    return answerTo(data?.pages.flatMap(({ items }) => items) ?? [], new Set(own));
  }, [data, inboxes]);
}

interface AddressesProps {
  label: string;
  value: string[];
  onChange: (value: string[]) => void;
}

function Addresses({ label, value, onChange }: AddressesProps) {
  return (
    <TagsInput
      size="xs"
      classNames={ROW}
      label={label}
      acceptValueOnBlur
      splitChars={[",", ";", " "]}
      maxTags={50}
      value={value}
      onChange={onChange}
    />
  );
}
