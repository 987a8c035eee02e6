import { TextInput } from "@mantine/core";
import type { Inbox } from "@rapport/api-client";
import { useT } from "~/messages";
import type { ControlProps } from "../directory/form";
import { Cards } from "./Cards";

const PATTERNS_MAX = 20;

/** What is looked for in the customer's words, each by what it looks like. */
export function FactPatterns({ value = [], ...rest }: ControlProps<Inbox["fact_patterns"] | undefined>) {
  const t = useT();
  const titleOf = (number: number) => t("patterns.number", { number });
  return (
    <Cards
      {...rest}
      value={value}
      titleOf={titleOf}
      addLabel={t("patterns.add")}
      blank={() => ({ key: "", pattern: "" })}
      max={PATTERNS_MAX}
    >
      {(pattern, put) => (
        <>
          <TextInput
            label={t("patterns.key")}
            maxLength={60}
            value={pattern.key}
            onChange={(event) => put({ ...pattern, key: event.currentTarget.value })}
          />
          <TextInput
            label={t("patterns.pattern")}
            description={t("patterns.pattern_hint")}
            maxLength={500}
            dir="ltr"
            spellCheck={false}
            value={pattern.pattern}
            onChange={(event) => put({ ...pattern, pattern: event.currentTarget.value })}
          />
        </>
      )}
    </Cards>
  );
}
