import { ActionIcon, UnstyledButton } from "@mantine/core";
import type { MailAddress, MailHead } from "@rapport/api-client";
import { ChevronDown, Ellipsis, TriangleAlert } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { AreaMessages } from "~/app/AreaMessages";
import { useT } from "~/messages";
import classes from "./MailView.module.css";
import { OriginalMail } from "./OriginalMail";

interface Props {
  mail: MailHead;
  /** Its words. */
  children: ReactNode;
}

/** What an e-mail has besides its words: subject, who it is from and to, and what is folded of it. */
export default function MailView(props: Props) {
  return (
    <AreaMessages area="mail" meanwhile={props.children}>
      <Mail {...props} />
    </AreaMessages>
  );
}

function Mail({ mail, children }: Props) {
  const t = useT();
  const id = useId();
  const [details, setDetails] = useState(false);
  const [folded, setFolded] = useState(true);
  const [original, setOriginal] = useState(false);
  const followsUp = (mail.follows_up?.length ?? 0) > 0;
  const repeats = mail.quoted_text || mail.signature || followsUp;
  const to = mail.to.map(nameOf).join(", ");
  return (
    <article className={classes.mail}>
      <header className={classes.head}>
        <h4 dir="auto">{mail.subject || t("email.no_subject")}</h4>
        <UnstyledButton
          className={classes.to}
          aria-expanded={details}
          aria-controls={id}
          onClick={() => setDetails(!details)}
        >
          <bdi>{to ? t("email.to_line", { names: to }) : t("email.recipients")}</bdi>
          <ChevronDown size={12} aria-hidden />
        </UnstyledButton>
        {mail.auto_reply && <span className={classes.chip}>{t(`email.auto_${mail.auto_reply}`)}</span>}
        {followsUp && <span className={classes.chip}>{t("email.follow_up")}</span>}
      </header>
      {details && <Details id={id} mail={mail} />}
      {mail.problems?.map((problem) => (
        <p key={problem} className={classes.problem}>
          <TriangleAlert size={12} aria-hidden />
          {t(`email.problem_${problem}`)}
        </p>
      ))}
      {original && mail.mail_id ? (
        <OriginalMail mailId={mail.mail_id} sender={mail.from?.address ?? ""} />
      ) : (
        // What it only carries stands above.
        !(followsUp && folded) && children
      )}
      {!folded && (
        <div className={classes.folded} dir="auto">
          {mail.signature && <p>{mail.signature}</p>}
          {mail.quoted_text && <blockquote>{mail.quoted_text}</blockquote>}
        </div>
      )}
      <footer className={classes.foot}>
        {repeats && !original && (
          <ActionIcon
            size="sm"
            variant="default"
            aria-label={t(folded ? "email.fold_show" : "email.fold_hide")}
            aria-expanded={!folded}
            onClick={() => setFolded(!folded)}
          >
            <Ellipsis size={14} aria-hidden />
          </ActionIcon>
        )}
        {mail.has_html && mail.mail_id && (
          <UnstyledButton
            className={classes.original}
            aria-pressed={original}
            onClick={() => setOriginal(!original)}
          >
            {t(original ? "email.original_hide" : "email.original")}
          </UnstyledButton>
        )}
      </footer>
    </article>
  );
}

function Details({ id, mail }: { id: string; mail: MailHead }) {
  const t = useT();
  const more = mail.more_recipients ?? 0;
  const rows: [string, readonly MailAddress[]][] = [
    [t("email.from"), mail.from ? [mail.from] : []],
    [t("email.reply_to"), mail.reply_to ?? []],
    [t("email.to"), mail.to],
    [t("email.cc"), mail.cc ?? []],
    [t("email.bcc"), mail.bcc ?? []],
  ];
  return (
    <dl id={id} className={classes.details}>
      {rows
        .filter(([, addresses]) => addresses.length > 0)
        .map(([label, addresses]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              {addresses.map((address) => (
                <bdi key={address.address}>{written(address)}</bdi>
              ))}
            </dd>
          </div>
        ))}
      {more > 0 && <p>{t("email.more_recipients", { count: more })}</p>}
    </dl>
  );
}

const nameOf = ({ name, address }: MailAddress) => name ?? address;

const written = ({ name, address }: MailAddress) => (name ? `${name} <${address}>` : address);
