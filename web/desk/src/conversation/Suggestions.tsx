import classes from "./Suggestions.module.css";
import type { Suggestions as State } from "./useSuggestions";

interface Props {
  state: State;
  heading: string;
  /** Said where nothing fits; without it the list closes. */
  none?: string;
}

/** The list above the composer; the field keeps the focus and its keys move here. */
export function Suggestions({ state, heading, none }: Props) {
  const { open, items, index, choose } = state;
  if (!open || (items.length === 0 && !none)) return null;
  return (
    <div className={classes.popup}>
      <p className={classes.head}>{heading}</p>
      {items.length === 0 && <p className={classes.none}>{none}</p>}
      <ul className={classes.list} data-names={items[0]?.sign === "@" || undefined}>
        {items.map((item, at) => (
          <li key={item.id}>
            <button
              type="button"
              tabIndex={-1}
              className={classes.option}
              data-active={at === index || undefined}
              // Before the click takes the focus from the field.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => choose(item)}
            >
              <span className={classes.shortcut}>{item.sign}</span>
              <span className={classes.title}>{item.title}</span>
              {item.about && <span className={classes.text}>{item.about}</span>}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
