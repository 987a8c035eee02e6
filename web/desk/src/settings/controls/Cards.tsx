import { ActionIcon, Button, Input } from "@mantine/core";
import { Plus, X } from "lucide-react";
import type { ReactNode } from "react";
import { useT } from "~/messages";
import type { ControlProps } from "../directory/form";
import classes from "./Rows.module.css";

interface Props<V> extends Omit<ControlProps<V[]>, "onChange"> {
  onChange: (value: V[]) => void;
  titleOf: (number: number) => string;
  addLabel: string;
  /** What a new one begins as. */
  blank: () => V;
  /** So many at most. */
  max?: number;
  children: (item: V, put: (next: V) => void, number: number) => ReactNode;
}

/** A list in which each item is a card of its own that can be taken away. */
export function Cards<V>({ value, onChange, titleOf, addLabel, blank, max, children, ...rest }: Props<V>) {
  const t = useT();
  return (
    <Input.Wrapper {...rest} labelElement="div">
      <div className={classes.rows}>
        {value.map((item, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the items have no identity but their place.
          <section key={index} className={classes.card}>
            <header>
              {titleOf(index + 1)}
              <ActionIcon
                aria-label={t("action.remove")}
                onClick={() => onChange(value.filter((_, at) => at !== index))}
              >
                <X size={15} />
              </ActionIcon>
            </header>
            {children(
              item,
              (next) => onChange(value.map((one, at) => (at === index ? next : one))),
              index + 1,
            )}
          </section>
        ))}
        <Button
          className={classes.add}
          variant="default"
          leftSection={<Plus size={14} />}
          disabled={max !== undefined && value.length >= max}
          onClick={() => onChange([...value, blank()])}
        >
          {addLabel}
        </Button>
      </div>
    </Input.Wrapper>
  );
}
