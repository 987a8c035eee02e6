import { ActionIcon, Button, Drawer } from "@mantine/core";
import { ListFilter, X } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useT } from "~/messages";
import { ListSkeleton } from "~/ui/ListSkeleton";
import classes from "./Filters.module.css";
import type { ContactFilter } from "./filter";
import { useFilterLabels } from "./useFilterLabels";

const FilterForm = lazy(() => import("./FilterForm"));

interface Props {
  filter: ContactFilter;
  onChange: (change: Partial<ContactFilter>) => void;
  onClear: () => void;
}

/** What narrows the list, each to be taken away, and a way to more. */
export function Filters({ filter, onChange, onClear }: Props) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const labels = useFilterLabels(filter);
  return (
    <div className={classes.filters}>
      <Button
        variant="default"
        size="xs"
        leftSection={<ListFilter size={14} aria-hidden />}
        onClick={() => setOpen(true)}
      >
        {t("filter.title")}
      </Button>
      <Drawer
        opened={open}
        onClose={() => setOpen(false)}
        position="right"
        size={380}
        title={t("filter.title")}
        closeButtonProps={{ "aria-label": t("action.close") }}
        // The list is seen to follow.
        overlayProps={{ backgroundOpacity: 0.15 }}
      >
        <Suspense fallback={<ListSkeleton rows={3} />}>
          <FilterForm filter={filter} onChange={onChange} />
        </Suspense>
      </Drawer>
      {labels.length > 0 && (
        <ul className={classes.chips} aria-label={t("filter.active")}>
          {labels.map(({ key, text, clear }) => (
            <li key={key} className={classes.chip}>
              <span dir="auto" title={text}>
                {text}
              </span>
              <ActionIcon
                size="xs"
                aria-label={t("filter.clear", { what: text })}
                onClick={() => onChange(clear)}
              >
                <X size={12} />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
      {labels.length > 1 && (
        <Button variant="subtle" color="gray" size="compact-xs" onClick={onClear}>
          {t("filter.clear_all")}
        </Button>
      )}
    </div>
  );
}
