/** What first-run set-up asks for; sent in one request at the end, so that nothing is half made. */
export interface Answers {
  organisation: string;
  brand: string;
  colour: string;
  name: string;
  email: string;
  password: string;
  inbox: string;
}

export const STEPS = ["organisation", "you", "inbox"] as const;
export type Step = (typeof STEPS)[number];

/** The step that asks for a field which the server refused. */
export function stepOf(field: string): Step {
  if (field.startsWith("administrator")) return "you";
  if (field.startsWith("inbox")) return "inbox";
  return "organisation";
}

export const PASSWORD_LENGTH_MIN = 10;

export function isComplete(step: Step, answers: Answers): boolean {
  switch (step) {
    case "organisation":
      return answers.organisation.trim() !== "" && /^#[0-9a-f]{6}$/i.test(answers.colour);
    case "you":
      return (
        answers.name.trim() !== "" &&
        /^\S+@\S+$/.test(answers.email) &&
        answers.password.length >= PASSWORD_LENGTH_MIN
      );
    case "inbox":
      return answers.inbox.trim() !== "";
  }
}
