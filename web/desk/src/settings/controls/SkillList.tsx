import { ActionIcon, Button, Input, Select } from "@mantine/core";
import type { SkillLevel, SkillRequirement } from "@rapport/api-client";
import { Plus, X } from "lucide-react";
import { useDirectory } from "~/api/directory";
import { useT } from "~/messages";
import type { ControlProps } from "../directory/form";
import classes from "./Rows.module.css";

const LEVELS = ["1", "2", "3", "4", "5"];
const LEVEL_DEFAULT = 3;

interface Item {
  skill_id: string;
  level: number;
}

/** Skills, each with a proficiency of 1 to 5. */
function SkillList({ value, onChange, levelLabel, ...rest }: ControlProps<Item[]> & { levelLabel: string }) {
  const t = useT();
  const skills = [...useDirectory("skills").values()].filter((skill) => !skill.archived);
  const taken = new Set(value.map((item) => item.skill_id));
  const free = skills.find((skill) => !taken.has(skill.id));
  const change = (index: number, patch: Partial<Item>) =>
    onChange(value.map((item, at) => (at === index ? { ...item, ...patch } : item)));

  return (
    <Input.Wrapper {...rest} labelElement="div">
      <div className={classes.rows}>
        {value.length === 0 && <p className={classes.muted}>{t("settings.skills_none")}</p>}
        {value.map((item, index) => (
          <div key={item.skill_id} className={classes.row}>
            <Select
              className={classes.grow}
              aria-label={t("field.skill")}
              searchable
              allowDeselect={false}
              data={skills
                .filter((skill) => skill.id === item.skill_id || !taken.has(skill.id))
                .map((skill) => ({ value: skill.id, label: skill.name }))}
              value={item.skill_id}
              onChange={(skill_id) => skill_id && change(index, { skill_id })}
            />
            <Select
              className={classes.level}
              aria-label={levelLabel}
              allowDeselect={false}
              data={LEVELS.map((level) => ({ value: level, label: t("settings.level", { level }) }))}
              value={String(item.level)}
              onChange={(level) => level && change(index, { level: Number(level) })}
            />
            <ActionIcon
              aria-label={t("action.remove")}
              onClick={() => onChange(value.filter((_, at) => at !== index))}
            >
              <X size={15} />
            </ActionIcon>
          </div>
        ))}
        <Button
          className={classes.add}
          variant="default"
          leftSection={<Plus size={14} />}
          disabled={!free}
          onClick={() => free && onChange([...value, { skill_id: free.id, level: LEVEL_DEFAULT }])}
        >
          {t("settings.add_skill")}
        </Button>
      </div>
    </Input.Wrapper>
  );
}

/** What an agent can do, and how well. */
export function SkillLevels({ value, onChange, ...rest }: ControlProps<SkillLevel[] | undefined>) {
  const t = useT();
  return (
    <SkillList
      {...rest}
      levelLabel={t("field.proficiency")}
      value={(value ?? []).map(({ skill_id, proficiency }) => ({ skill_id, level: proficiency }))}
      onChange={(items) => onChange(items.map(({ skill_id, level }) => ({ skill_id, proficiency: level })))}
    />
  );
}

/** What an agent must be able to do, and how well at least. */
export function SkillRequirements({
  value,
  onChange,
  ...rest
}: ControlProps<SkillRequirement[] | undefined>) {
  const t = useT();
  return (
    <SkillList
      {...rest}
      levelLabel={t("field.min_proficiency")}
      value={(value ?? []).map(({ skill_id, min_proficiency }) => ({ skill_id, level: min_proficiency }))}
      onChange={(items) =>
        onChange(items.map(({ skill_id, level }) => ({ skill_id, min_proficiency: level })))
      }
    />
  );
}
