import { ActionIcon, Button, TextInput } from "@mantine/core";
import type { Fact } from "@rapport/api-client";
import { Check, Pencil, X } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useT } from "~/messages";
import classes from "./Facts.module.css";

interface Props {
  fact: Fact;
  onChange: (value: string) => void;
  onRemove: () => void;
  readOnly: boolean;
}

export function FactRow({ fact, onChange, onRemove, readOnly }: Props) {
  const t = useT();
  const [value, setValue] = useState<string | null>(null);

  const save = (event: FormEvent) => {
    event.preventDefault();
    if (value?.trim()) onChange(value.trim());
    setValue(null);
  };

  if (value !== null) {
    return (
      <div>
        <dt dir="auto">{fact.key}</dt>
        <dd className={classes.editing}>
          <form className={classes.form} onSubmit={save}>
            <TextInput
              size="xs"
              aria-label={fact.key}
              autoFocus
              value={value}
              onChange={(event) => setValue(event.currentTarget.value)}
            />
            <div className={classes.buttons}>
              <Button type="submit" size="compact-xs">
                {t("action.save")}
              </Button>
              <Button variant="default" size="compact-xs" onClick={() => setValue(null)}>
                {t("action.cancel")}
              </Button>
            </div>
          </form>
        </dd>
      </div>
    );
  }
  // Nobody has said it: an agent makes it sure.
  const isGuess = fact.source.kind === "pattern";
  return (
    <div className={classes.row} data-guess={isGuess || undefined}>
      <dt dir="auto">{fact.key}</dt>
      <dd>
        <span className={classes.value} dir="auto">
          {fact.value}
        </span>
        <span className={classes.source}>
          {fact.source.detail
            ? t("facts.source_detail", {
                source: t(`facts.source.${fact.source.kind}`),
                detail: fact.source.detail,
              })
            : t(`facts.source.${fact.source.kind}`)}
        </span>
        {!readOnly && (
          <span className={classes.actions}>
            {isGuess && (
              <ActionIcon
                size="sm"
                aria-label={t("facts.confirm", { key: fact.key })}
                onClick={() => onChange(fact.value)}
              >
                <Check size={14} />
              </ActionIcon>
            )}
            <ActionIcon
              size="sm"
              aria-label={t("facts.correct", { key: fact.key })}
              onClick={() => setValue(fact.value)}
            >
              <Pencil size={13} />
            </ActionIcon>
            <ActionIcon size="sm" aria-label={t("facts.remove", { key: fact.key })} onClick={onRemove}>
              <X size={14} />
            </ActionIcon>
          </span>
        )}
      </dd>
    </div>
  );
}
