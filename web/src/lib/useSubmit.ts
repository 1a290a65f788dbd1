import { useState } from "react";
import type { FormEvent } from "react";
import { Problem } from "./problem";
import type { FieldError } from "./problem";

export type Submission = {
  busy: boolean;
  problem: Problem | null;
  submit: (event: FormEvent) => void;
  /** What the server has said of a field, under any of its names. */
  error: (...names: string[]) => FieldError | undefined;
};

/** Sends a form, and tells field by field what was wrong with it. */
export function useSubmit(send: () => Promise<unknown>): Submission {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const submit = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await send();
    } catch (error) {
      setProblem(error instanceof Problem ? error : new Problem(0, "It did not work", String(error)));
    }
    setBusy(false);
  };
  return {
    busy,
    problem,
    submit: (event) => {
      event.preventDefault();
      void submit();
    },
    error: (...names) => problem?.fields.find((field) => names.includes(field.field)),
  };
}
