import type { Problem } from "./models";

/** What the server refused and why (RFC 9457), or that it could not be reached (`code` "network"). */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    this.name = "ProblemError";
    this.problem = problem;
  }

  get code(): string {
    return this.problem.code;
  }

  get status(): number {
    return this.problem.status;
  }

  /** Every bad field with what is wrong with it, whether the server named one or several. */
  get fieldErrors(): Record<string, string> {
    const found: Record<string, string> = {};
    if (this.problem.field) found[this.problem.field] = this.message;
    for (const { field, detail } of this.problem.errors ?? []) found[field] = detail;
    return found;
  }
}

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The data of an answer; throws a `ProblemError` for anything else. */
export async function unwrap<T>(request: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await request;
  } catch (cause) {
    // fetch rejects only when no answer came: offline, refused, or aborted by a navigation.
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw new ProblemError({
      type: "about:blank",
      title: "Network error",
      detail: "The server did not answer.",
      status: 0,
      code: "network",
    });
  }
  if (answer.response.ok) return answer.data as T;
  throw new ProblemError(toProblem(answer));
}

function toProblem({ error, response }: Answer<unknown>): Problem {
  // A proxy in between may answer with something that is not a problem document.
  if (typeof error === "object" && error !== null && "code" in error) return error as Problem;
  return {
    type: "about:blank",
    title: response.statusText || `HTTP ${response.status}`,
    detail: response.statusText || `HTTP ${response.status}`,
    status: response.status,
    code: "http",
  };
}
