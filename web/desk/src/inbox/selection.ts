/** The conversations of a list that something is to be done with together. */
export interface Selection {
  ids: ReadonlySet<string>;
  /** Where a range begins: the last one that was pressed by itself. */
  anchor: string | null;
}

export const NOTHING: Selection = { ids: new Set(), anchor: null };

export function toggled({ ids }: Selection, id: string): Selection {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return { ids: next, anchor: id };
}

/** With all that stand between the anchor and this one in the list. */
export function extended(selection: Selection, id: string, list: readonly string[]): Selection {
  const from = selection.anchor === null ? -1 : list.indexOf(selection.anchor);
  const to = list.indexOf(id);
  if (from < 0 || to < 0) return toggled(selection, id);
  const between = list.slice(Math.min(from, to), Math.max(from, to) + 1);
  return { ids: new Set([...selection.ids, ...between]), anchor: selection.anchor };
}

/** Without those that have left the list: nothing is done with what cannot be seen. */
export function kept(selection: Selection, list: readonly string[]): Selection {
  const there = new Set(list);
  const ids = [...selection.ids].filter((id) => there.has(id));
  return ids.length === selection.ids.size ? selection : { ...selection, ids: new Set(ids) };
}
