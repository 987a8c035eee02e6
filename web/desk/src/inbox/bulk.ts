/** So many at once: the server has others to serve. */
const AT_ONCE = 4;

export interface BulkOutcome {
  done: number;
  failures: Error[];
}

/** Does the same with each, some at a time; one that fails stops no other. */
export async function forEach<T>(
  items: readonly T[],
  action: (item: T) => Promise<unknown>,
): Promise<BulkOutcome> {
  const waiting = [...items];
  const outcome: BulkOutcome = { done: 0, failures: [] };
  const work = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      try {
        await action(item);
        outcome.done += 1;
      } catch (error) {
        outcome.failures.push(error as Error);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return outcome;
}
