import { ActionIcon, Button, Input, Select, TextInput } from "@mantine/core";
import { Plus, X } from "lucide-react";
import { useState } from "react";
import { useT } from "~/messages";
import type { ControlProps } from "../directory/form";
import { useLanguageOptions } from "./locale";
import classes from "./Rows.module.css";

type ByLanguage = Record<string, string>;

/** The same words in several languages, a row for each. */
export function LanguageWords({ value = {}, onChange, ...rest }: ControlProps<ByLanguage | undefined>) {
  const t = useT();
  // A row has no words until its language is chosen.
  const [adding, setAdding] = useState(false);
  const put = (language: string, text: string) => onChange({ ...value, [language]: text });
  const rename = (from: string, to: string) =>
    onChange(Object.fromEntries(Object.entries(value).map(([tag, text]) => [tag === from ? to : tag, text])));
  const without = (language: string) =>
    onChange(Object.fromEntries(Object.entries(value).filter(([tag]) => tag !== language)));
  return (
    <Input.Wrapper {...rest} labelElement="div">
      <div className={classes.rows}>
        {Object.entries(value).map(([language, text]) => (
          <div key={language} className={classes.row}>
            <Language value={language} taken={value} onChange={(next) => rename(language, next)} />
            <TextInput
              className={classes.grow}
              aria-label={t("prechat.words", { label: rest.label, language })}
              value={text}
              onChange={(event) => put(language, event.currentTarget.value)}
            />
            <ActionIcon
              aria-label={t("prechat.words_remove", { language })}
              onClick={() => without(language)}
            >
              <X size={15} />
            </ActionIcon>
          </div>
        ))}
        {adding ? (
          <div className={classes.row}>
            <Language
              value={null}
              taken={value}
              onChange={(language) => {
                setAdding(false);
                put(language, "");
              }}
            />
          </div>
        ) : (
          <Button
            className={classes.add}
            variant="default"
            size="xs"
            leftSection={<Plus size={14} />}
            onClick={() => setAdding(true)}
          >
            {t("prechat.words_add")}
          </Button>
        )}
      </div>
    </Input.Wrapper>
  );
}

interface LanguageProps {
  value: string | null;
  taken: ByLanguage;
  onChange: (language: string) => void;
}

function Language({ value, taken, onChange }: LanguageProps) {
  const t = useT();
  return (
    <Select
      className={classes.level}
      aria-label={t("prechat.language")}
      placeholder={t("prechat.language")}
      searchable
      allowDeselect={false}
      nothingFoundMessage={t("action.nothing_found")}
      data={useLanguageOptions(value ? [value] : [])}
      value={value}
      onChange={(next) => {
        if (next && !(next in taken)) onChange(next);
      }}
    />
  );
}
