import { Button, Menu } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { ChevronDown } from "lucide-react";
import { CONVERSATION_STATUSES, type ConversationFilter } from "~/api/conversations";
import { useDirectory } from "~/api/directory";
import { useT } from "~/messages";
import { TagName } from "~/tags/TagName";
import classes from "./ListFilter.module.css";
import { type InboxSearch, inboxSearch } from "./search";

/** The value of the choice that asks for no tag. */
const ANY = "any";

/** Which of a view's conversations are shown: by status, and by tag. */
export function ListFilter({ filter }: { filter: ConversationFilter }) {
  const t = useT();
  const navigate = useNavigate();
  const { view, status } = filter;
  const all = useDirectory("tags");
  const tag = all.get(filter.tag ?? "");
  const tags = [...all.values()]
    .filter((one) => !one.archived || one.id === tag?.id)
    .sort((a, b) => a.name.localeCompare(b.name));
  const show = (search: InboxSearch) => void navigate({ to: "/inbox/$view", params: { view }, search });
  const label = t(`status.${status}`);

  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <Button
          variant="default"
          size="xs"
          className={classes.button}
          rightSection={<ChevronDown size={13} aria-hidden />}
          aria-label={t("inbox.filter", { what: tag ? `${label}, ${tag.name}` : label })}
        >
          {label}
          {tag && (
            <span className={classes.tag}>
              <TagName tag={tag} />
            </span>
          )}
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={classes.menu}>
        <Menu.Label>{t("inbox.status")}</Menu.Label>
        <Menu.RadioGroup
          value={status}
          onChange={(one) => show(inboxSearch({ tag: filter.tag, status: one }))}
        >
          {CONVERSATION_STATUSES.map((one) => (
            <Menu.RadioItem key={one} value={one} closeMenuOnClick>
              {t(`status.${one}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        {tags.length > 0 && (
          <>
            <Menu.Divider />
            <Menu.Label>{t("field.tag")}</Menu.Label>
            <Menu.RadioGroup
              value={tag?.id ?? ANY}
              onChange={(one) => show(inboxSearch({ status, tag: one }))}
            >
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
      </Menu.Dropdown>
    </Menu>
  );
}
