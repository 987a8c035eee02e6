import { Combobox, TextInput, useCombobox } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Check, Plus } from "lucide-react";
import { useEffect, useState } from "react";
import { createRecord, directoryQuery, useDirectory } from "~/api/directory";
import { useMay } from "~/api/session";
import { useT } from "~/messages";
import { colourFor } from "~/ui/colours";
import { Dialog } from "~/ui/Dialog";
import { useProblemToast } from "~/ui/useProblemToast";
import classes from "./TagDialog.module.css";
import { TagName } from "./TagName";
import { useTags } from "./useTags";

/** The value of the option that makes a new tag. */
const CREATE = "create";

interface Props {
  /** Those that are on now. */
  on: readonly string[];
  onChange: (tagId: string, on: boolean) => void;
  onClose: () => void;
}

/** Puts tags on and takes them off, one press each; it stays open for the next. */
export default function TagDialog({ on, onChange, onClose }: Props) {
  const t = useT();
  const [search, setSearch] = useState("");
  const mayCreate = useMay("directory:manage");
  const words = search.trim().toLowerCase();
  const known = [...useDirectory("tags").values()];
  const inUse = known.filter((tag) => !tag.archived);
  // What is on it and no longer in use can still be taken off.
  const retired = useTags(on).filter((tag) => tag.archived);
  const shown = [...inUse, ...retired]
    .filter((tag) => tag.name.toLowerCase().includes(words))
    .sort((a, b) => a.name.localeCompare(b.name));
  const canCreate = mayCreate && words !== "" && !inUse.some((tag) => tag.name.toLowerCase() === words);
  const create = useCreateTag((id) => onChange(id, true));

  // The options are always there: nothing drops down.
  const combobox = useCombobox({ opened: true });
  // biome-ignore lint/correctness/useExhaustiveDependencies: other words, other options: begin at the first.
  useEffect(() => void combobox.selectFirstOption(), [words]);

  const choose = (value: string) => {
    if (value === CREATE) create.mutate(search.trim());
    else onChange(value, !on.includes(value));
    setSearch("");
  };

  return (
    <Dialog onClose={onClose} title={t("conversation.tags")}>
      <Combobox store={combobox} onOptionSubmit={choose}>
        <Combobox.EventsTarget withExpandedAttribute>
          <TextInput
            data-autofocus
            className={classes.search}
            role="combobox"
            aria-label={t("tags.search")}
            placeholder={t("tags.search")}
            value={search}
            maxLength={100}
            onChange={(event) => setSearch(event.currentTarget.value)}
            // The list keeps the key from the dialog, to close what drops down.
            onKeyDown={(event) => event.key === "Escape" && onClose()}
          />
        </Combobox.EventsTarget>
        <Combobox.Options className={classes.options} aria-label={t("conversation.tags")}>
          {shown.map((tag) => {
            const isOn = on.includes(tag.id);
            return (
              <Combobox.Option
                key={tag.id}
                value={tag.id}
                active={isOn}
                aria-checked={isOn}
                className={classes.option}
              >
                <TagName tag={tag} />
                {isOn && <Check size={14} aria-hidden />}
              </Combobox.Option>
            );
          })}
          {canCreate && (
            <Combobox.Option value={CREATE} className={classes.option}>
              <span className={classes.create}>
                <Plus size={14} aria-hidden />
                {t("tags.create", { name: search.trim() })}
              </span>
            </Combobox.Option>
          )}
          {shown.length === 0 && !canCreate && (
            <Combobox.Empty>{known.length === 0 ? t("tags.none") : t("action.nothing_found")}</Combobox.Empty>
          )}
        </Combobox.Options>
      </Combobox>
    </Dialog>
  );
}

function useCreateTag(onCreated: (id: string) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => createRecord("tags", { name, colour: colourFor(name) }),
    onSuccess: async ({ id }) => {
      onCreated(id);
      await client.invalidateQueries({ queryKey: directoryQuery("tags").queryKey });
    },
    onError: useProblemToast(),
  });
}
