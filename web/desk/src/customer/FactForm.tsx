import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useT } from "~/messages";
import classes from "./Facts.module.css";

interface Props {
  onSave: (key: string, value: string) => void;
  onCancel: () => void;
}

export function FactForm({ onSave, onCancel }: Props) {
  const t = useT();
  const [key, setKey] = useState("");
  const [value, setValue] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (key.trim() && value.trim()) onSave(key.trim(), value.trim());
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <TextInput
        size="xs"
        autoFocus
        label={t("facts.key")}
        placeholder={t("facts.key_example")}
        value={key}
        onChange={(event) => setKey(event.currentTarget.value)}
      />
      <TextInput
        size="xs"
        label={t("facts.value")}
        value={value}
        onChange={(event) => setValue(event.currentTarget.value)}
      />
      <div className={classes.buttons}>
        <Button type="submit" size="compact-xs" disabled={!key.trim() || !value.trim()}>
          {t("action.save")}
        </Button>
        <Button variant="default" size="compact-xs" onClick={onCancel}>
          {t("action.cancel")}
        </Button>
      </div>
    </form>
  );
}
