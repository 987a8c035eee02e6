import { Button, Menu } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { Bookmark, ChevronDown } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { CONVERSATION_STATUSES } from "~/api/conversations";
import { useDirectory } from "~/api/directory";
import { useT } from "~/messages";
import { TagName } from "~/tags/TagName";
import classes from "./ListFilter.module.css";
import { searchOf } from "./search";
import type { List } from "./useList";

const SaveViewDialog = lazy(() => import("./SaveViewDialog"));

/** The value of the choice that asks for none in particular. */
const ANY = "any";

/** Which of a view's conversations are shown, and a way to keep that under a name. */
export function ListFilter({ list: { filter, saved } }: { list: List }) {
  const t = useT();
  const navigate = useNavigate();
  const [saving, setSaving] = useState(false);
  const { view, status, channel, unanswered } = filter;
  const all = useDirectory("tags");
  const tag = all.get(filter.tag ?? "");
  const tags = [...all.values()]
    .filter((one) => !one.archived || one.id === tag?.id)
    .sort((a, b) => a.name.localeCompare(b.name));
  // What is changed of a saved view is looked at beside it.
  const show = (change: object) =>
    void navigate({ to: "/inbox/$view", params: { view }, search: searchOf(filter, change) });
  const label = t(`status.${status}`);
  const more = [
    ...(tag ? [tag.name] : []),
    ...(channel ? [t(`channel.${channel}`)] : []),
    ...(unanswered ? [t("inbox.unanswered")] : []),
  ];
  const channels = [...new Set([...useDirectory("inboxes").values()].map((inbox) => inbox.channel))];

  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <Button
          variant="default"
          size="xs"
          className={classes.button}
          rightSection={<ChevronDown size={13} aria-hidden />}
          aria-label={t("inbox.filter", { what: [label, ...more].join(", ") })}
        >
          {label}
          {tag && (
            <span className={classes.tag}>
              <TagName tag={tag} />
            </span>
          )}
          {(channel || unanswered) && <span className={classes.more}>+{more.length - (tag ? 1 : 0)}</span>}
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={classes.menu}>
        <Menu.Label>{t("inbox.status")}</Menu.Label>
        <Menu.RadioGroup value={status} onChange={(one) => show({ status: one })}>
          {CONVERSATION_STATUSES.map((one) => (
            <Menu.RadioItem key={one} value={one} closeMenuOnClick>
              {t(`status.${one}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.CheckboxItem
          checked={unanswered ?? false}
          closeMenuOnClick
          onChange={(on) => show({ unanswered: on })}
        >
          {t("inbox.unanswered")}
        </Menu.CheckboxItem>
        {channels.length > 1 && (
          <>
            <Menu.Divider />
            <Menu.Label>{t("field.channel")}</Menu.Label>
            <Menu.RadioGroup value={channel ?? ANY} onChange={(one) => show({ channel: one })}>
              <Menu.RadioItem value={ANY} closeMenuOnClick>
                {t("inbox.any_channel")}
              </Menu.RadioItem>
              {channels.map((one) => (
                <Menu.RadioItem key={one} value={one} closeMenuOnClick>
                  {t(`channel.${one}`)}
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </>
        )}
        {tags.length > 0 && (
          <>
            <Menu.Divider />
            <Menu.Label>{t("field.tag")}</Menu.Label>
            <Menu.RadioGroup value={tag?.id ?? ANY} onChange={(one) => show({ tag: one })}>
              <Menu.RadioItem value={ANY} closeMenuOnClick>
                {t("inbox.any_tag")}
              </Menu.RadioItem>
              {tags.map((one) => (
                <Menu.RadioItem key={one.id} value={one.id} closeMenuOnClick>
                  <TagName tag={one} />
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </>
        )}
        <Menu.Divider />
        <Menu.Item leftSection={<Bookmark size={14} aria-hidden />} onClick={() => setSaving(true)}>
          {t(saved ? "view.change_more" : "view.save_more")}
        </Menu.Item>
      </Menu.Dropdown>
      <Suspense>
        {saving && <SaveViewDialog filter={filter} saved={saved} onClose={() => setSaving(false)} />}
      </Suspense>
    </Menu>
  );
}
