import { Loader, Modal, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { searchQuery } from "~/api/conversations";
import { useMay } from "~/api/session";
import { useT } from "~/messages";
import classes from "./Palette.module.css";
import { PaletteRow } from "./PaletteRow";
import { useCommands } from "./useCommands";
import { useHits } from "./useHits";

const SEARCH_AFTER_MS = 200;

interface Props {
  onClose: () => void;
  onKeys: () => void;
}

/** Goes anywhere, does anything, finds any message. */
export default function Palette({ onClose, onKeys }: Props) {
  const t = useT();
  const [text, setText] = useState("");
  const [index, setIndex] = useState(0);
  const [words] = useDebouncedValue(text.trim(), SEARCH_AFTER_MS);
  const mayRead = useMay("conversations:read");
  const search = useQuery(searchQuery(mayRead ? words : ""));
  const commands = useCommands(text, onKeys);
  const hits = useHits(words.length >= 2 ? (search.data?.items ?? []) : []);
  const rows = [...commands, ...hits];
  const active = useRef<HTMLButtonElement>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the active row changes with the index.
  useEffect(() => active.current?.scrollIntoView({ block: "nearest" }), [index]);

  const run = (at: number) => {
    const row = rows[at];
    if (!row) return;
    onClose();
    row.run();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || rows.length === 0) return;
    const step = { ArrowDown: 1, ArrowUp: rows.length - 1 }[event.key];
    if (step) {
      event.preventDefault();
      setIndex((index + step) % rows.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      run(index);
    }
  };

  return (
    <Modal
      opened
      onClose={onClose}
      withCloseButton={false}
      padding={0}
      size={600}
      centered={false}
      yOffset="12vh"
      attributes={{ content: { "aria-label": t("palette.open") } }}
    >
      <TextInput
        data-autofocus
        autoFocus
        variant="unstyled"
        size="md"
        className={classes.field}
        leftSection={<Search size={17} aria-hidden />}
        rightSection={search.isFetching ? <Loader size="xs" /> : null}
        placeholder={t("palette.placeholder")}
        aria-label={t("palette.open")}
        role="combobox"
        aria-expanded
        aria-controls="palette-rows"
        aria-activedescendant={rows[index] ? `palette-${rows[index].key}` : undefined}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setIndex(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id="palette-rows" role="listbox" aria-label={t("palette.results")} className={classes.rows}>
        {rows.map((row, at) => (
          <PaletteRow
            key={row.key}
            ref={at === index ? active : undefined}
            row={row}
            heading={rows[at - 1]?.group === row.group ? undefined : row.group}
            active={at === index}
            onRun={() => run(at)}
          />
        ))}
        {rows.length === 0 && !search.isFetching && (
          <p className={classes.none}>{t("action.nothing_found")}</p>
        )}
        {search.isError && <p className={classes.none}>{t("palette.search_failed")}</p>}
      </div>
    </Modal>
  );
}
