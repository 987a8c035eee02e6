import { Button, Menu } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { Bookmark, ChevronDown } from "lucide-react";
import { lazy, type ReactNode, Suspense, useState } from "react";
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
  const tags = useDirectory("tags");
  const tag = tags.get(filter.tag ?? "");
  const segments = useDirectory("segments");
  const segment = segments.get(filter.segment ?? "");
  // What is changed of a saved view is looked at beside it.
  const show = (change: object) =>
    void navigate({ to: "/inbox/$view", params: { view }, search: searchOf(filter, change) });
  const label = t(`status.${status}`);
  const more = [
    ...(tag ? [tag.name] : []),
    ...(segment ? [segment.name] : []),
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
          {more.length > (tag ? 1 : 0) && (
            <span className={classes.more}>+{more.length - (tag ? 1 : 0)}</span>
          )}
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
          <Choice
            label={t("field.channel")}
            value={channel}
            options={channels.map((one) => ({ value: one, label: t(`channel.${one}`) }))}
            onChange={(one) => show({ channel: one })}
          />
        )}
        <Choice
          label={t("field.tag")}
          value={tag?.id}
          options={inUse(tags, tag).map((one) => ({ value: one.id, label: <TagName tag={one} /> }))}
          onChange={(one) => show({ tag: one })}
        />
        <Choice
          label={t("field.segment")}
          value={segment?.id}
          options={inUse(segments, segment).map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(one) => show({ segment: one })}
        />
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

interface Named {
  id: string;
  name: string;
  archived: boolean;
}

/** By name; what is chosen is there even if it is no longer in use. */
function inUse<R extends Named>(all: Map<string, R>, chosen: R | undefined): R[] {
  const shown = [...all.values()].filter((one) => !one.archived || one.id === chosen?.id);
  return shown.sort((a, b) => a.name.localeCompare(b.name));
}

interface ChoiceProps {
  label: string;
  value: string | undefined;
  options: { value: string; label: ReactNode }[];
  onChange: (value: string) => void;
}

/** One of these or none in particular; nothing where there are none. */
function Choice({ label, value, options, onChange }: ChoiceProps) {
  const t = useT();
  if (options.length === 0) return null;
  return (
    <>
      <Menu.Divider />
      <Menu.Label>{label}</Menu.Label>
      <Menu.RadioGroup value={value ?? ANY} onChange={onChange}>
        <Menu.RadioItem value={ANY} closeMenuOnClick>
          {t("inbox.any")}
        </Menu.RadioItem>
        {options.map((one) => (
          <Menu.RadioItem key={one.value} value={one.value} closeMenuOnClick>
            {one.label}
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
    </>
  );
}
