import type { LucideIcon } from "lucide-react";
import type { Ref } from "react";
import classes from "./Palette.module.css";

export interface Row {
  key: string;
  group: string;
  icon: LucideIcon;
  label: string;
  detail?: string;
  run: () => void;
}

interface Props {
  row: Row;
  heading: string | undefined;
  active: boolean;
  onRun: () => void;
  ref?: Ref<HTMLButtonElement>;
}

export function PaletteRow({ row, heading, active, onRun, ref }: Props) {
  const Icon = row.icon;
  return (
    <>
      {heading && (
        <p className={classes.group} role="presentation">
          {heading}
        </p>
      )}
      <button
        ref={ref}
        id={`palette-${row.key}`}
        type="button"
        role="option"
        tabIndex={-1}
        aria-selected={active}
        className={classes.row}
        onClick={onRun}
      >
        <Icon size={16} strokeWidth={1.9} aria-hidden />
        <span className={classes.label} dir="auto">
          {row.label}
        </span>
        {row.detail && <span className={classes.detail}>{row.detail}</span>}
      </button>
    </>
  );
}
