import type { Contact, FieldValue, SharedAddress } from "@rapport/api-client";
import type { ReactNode } from "react";
import { useIntl } from "react-intl";
import { type MessageId, useT } from "~/messages";
import { RelativeTime } from "~/time/RelativeTime";
import { Avatar } from "~/ui/Avatar";
import { useFieldText } from "../details/useFieldText";
import { useContactName } from "../useContactName";
import classes from "./Compare.module.css";
import { idOf, type Line, type Sides } from "./sides";

interface Props {
  sides: Sides;
  lines: Line[];
  reasons: SharedAddress[];
  /** Who goes on. */
  intoId: string;
  onInto: (id: string) => void;
  pickedOf: (line: Line) => string;
  onPick: (line: Line, id: string) => void;
}

export function SideBySide({ sides, lines, reasons, intoId, onInto, pickedOf, onPick }: Props) {
  const t = useT();
  const intl = useIntl();
  const lineName = useLineName();
  const valueText = useValueText();
  const since = ({ created_at }: Contact) =>
    t("contact_merge.since", { date: intl.formatDate(created_at, { dateStyle: "medium" }) });
  const textOf = (line: Line, value: FieldValue | null) =>
    value === null ? t("details.empty") : valueText(line, value);
  return (
    <div className={classes.scroller}>
      <table className={classes.table}>
        <thead>
          <tr>
            <td />
            {sides.map((side) => (
              <Head key={side.id} contact={side} />
            ))}
          </tr>
        </thead>
        <tbody>
          <Row name={t("contact_merge.goes_on")}>
            {sides.map((side) => (
              <Choice
                key={side.id}
                group="goes-on"
                of={t("contact_merge.goes_on")}
                text={since(side)}
                checked={side.id === intoId}
                onPick={() => onInto(side.id)}
              />
            ))}
          </Row>
          {lines.map((line) => (
            <Row key={idOf(line)} name={lineName(line)}>
              {sides.map((side, index) => {
                const text = textOf(line, line.values[index] ?? null);
                return line.differs ? (
                  <Choice
                    key={side.id}
                    group={idOf(line)}
                    of={lineName(line)}
                    text={text}
                    checked={pickedOf(line) === side.id}
                    onPick={() => onPick(line, side.id)}
                  />
                ) : (
                  <td key={side.id}>
                    <bdi>{text}</bdi>
                  </td>
                );
              })}
            </Row>
          ))}
          <Row name={t("contact_merge.addresses")}>
            {sides.map((side) => (
              <td key={side.id}>
                <Addresses contact={side} reasons={reasons} />
              </td>
            ))}
          </Row>
          <Row name={t("contact_merge.last_seen")}>
            {sides.map((side) => (
              <td key={side.id}>
                {side.last_seen_at ? <RelativeTime at={side.last_seen_at} /> : t("details.empty")}
              </td>
            ))}
          </Row>
        </tbody>
      </table>
    </div>
  );
}

function useLineName() {
  const t = useT();
  return ({ key }: Line): string => {
    if (typeof key !== "string") return key.field.name;
    if (key === "preferred_channel") return t("contact_merge.preferred_channel");
    return key === "name" ? t("field.name") : t(`details.${key}`);
  };
}

/** What a line holds, as the reader writes such things. */
function useValueText() {
  const t = useT();
  const intl = useIntl();
  const fieldText = useFieldText();
  return ({ key }: Line, value: FieldValue): string => {
    const text = String(value);
    if (key === "language") return intl.formatDisplayName(text, { type: "language" }) ?? text;
    if (key === "preferred_channel") return t(`channel.${text}` as MessageId);
    return typeof key === "string" ? text : fieldText(value);
  };
}

function Head({ contact }: { contact: Contact }) {
  const name = useContactName(contact);
  return (
    <th scope="col">
      <span className={classes.head}>
        <Avatar seed={contact.id} name={name} size={24} />
        <bdi>{name}</bdi>
      </span>
    </th>
  );
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <tr>
      <th scope="row" dir="auto">
        {name}
      </th>
      {children}
    </tr>
  );
}

interface ChoiceProps {
  /** The two of a group exclude each other. */
  group: string;
  of: string;
  text: string;
  checked: boolean;
  onPick: () => void;
}

function Choice({ group, of, text, checked, onPick }: ChoiceProps) {
  return (
    <td>
      <label className={classes.choice}>
        <input type="radio" name={group} aria-label={`${of}: ${text}`} checked={checked} onChange={onPick} />
        <bdi>{text}</bdi>
      </label>
    </td>
  );
}

function Addresses({ contact, reasons }: { contact: Contact; reasons: SharedAddress[] }) {
  const t = useT();
  const known = contact.identities.filter(({ kind }) => kind !== "visitor");
  if (known.length === 0) return t("details.empty");
  return (
    <ul className={classes.addresses}>
      {known.map(({ id, value, verified }) => (
        <li key={id} data-shared={reasons.some((shared) => shared.value === value) || undefined}>
          <bdi>{value}</bdi>
          {!verified && <small> · {t("identities.unverified")}</small>}
        </li>
      ))}
    </ul>
  );
}
