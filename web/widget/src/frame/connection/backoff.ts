const BASE_MS = 500;
export const BACKOFF_MS_MAX = 15_000;

/**
 * How long to wait before dialling again, `attempt` counted from 0.
 *
 * Exponential with half of it random (`random` in 0..1), so that thousands of visitors whom one
 * restart cut off do not come back in the same instant.
 */
export function backoffMs(attempt: number, random: number): number {
  const ceiling = Math.min(BACKOFF_MS_MAX, BASE_MS * 2 ** Math.min(attempt, 10));
  return Math.round(ceiling * (0.5 + random / 2));
}
