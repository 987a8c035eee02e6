import { appendFileSync } from "node:fs";

/** Where `rapport-bench` reads the figures; without it they are printed. */
const FILE = process.env.BENCH_FIGURES;

/** A figure by the name that the bench knows it by. */
export function tell(name: string, value: number): void {
  const line = `${JSON.stringify({ name, value })}\n`;
  if (FILE) appendFileSync(FILE, line);
  else process.stdout.write(line);
}

/** The smallest value that so much of all do not exceed. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? 0;
}
