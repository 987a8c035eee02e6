import { Select, type SelectProps } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import type { Company } from "@rapport/api-client";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { createCompany, offeredCompaniesQuery } from "~/api/companies";
import { useT } from "~/messages";
import { useProblemToast } from "~/ui/useProblemToast";

/** The value of the option that makes a new company. */
const CREATE = "create";
const SEARCH_AFTER_MS = 150;

type Chosen = Pick<Company, "id" | "name">;

interface Props extends Omit<SelectProps, "value" | "onChange" | "data"> {
  value: Chosen | null;
  onChange: (company: Chosen | null) => void;
  /** Whether one that is not there can be made. */
  mayCreate?: boolean;
}

/** A company, looked for while its name is typed. */
export function CompanySelect({ value, onChange, mayCreate = false, ...rest }: Props) {
  const t = useT();
  const client = useQueryClient();
  const [typed, setTyped] = useState("");
  // What is shown while nothing is typed is the chosen one's name: nobody looks for it.
  const words = typed === value?.name ? "" : typed.trim();
  const [sought] = useDebouncedValue(words, SEARCH_AFTER_MS);
  const { data: found = [], isFetching } = useQuery({
    ...offeredCompaniesQuery(sought),
    placeholderData: keepPreviousData,
  });
  const create = useMutation({
    mutationFn: createCompany,
    onSuccess: (company) => {
      onChange(company);
      void client.invalidateQueries({ queryKey: ["companies"] });
    },
    onError: useProblemToast(),
  });
  const all: Chosen[] = value && !found.some((it) => it.id === value.id) ? [value, ...found] : found;
  const isKnown = all.some((it) => it.name.toLowerCase() === words.toLowerCase());
  const canCreate = mayCreate && words !== "" && !isKnown && sought === words && !isFetching;
  return (
    <Select
      searchable
      clearable
      maxLength={200}
      nothingFoundMessage={t("action.nothing_found")}
      // The server has looked already.
      filter={({ options }) => options}
      {...rest}
      data={[
        ...all.map(({ id, name }) => ({ value: id, label: name })),
        ...(canCreate ? [{ value: CREATE, label: t("details.company_create", { name: words }) }] : []),
      ]}
      searchValue={typed}
      onSearchChange={setTyped}
      value={value?.id ?? null}
      onChange={(id) => {
        if (id === CREATE) create.mutate(words);
        else onChange(all.find((it) => it.id === id) ?? null);
      }}
    />
  );
}
