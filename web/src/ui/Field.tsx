import type { ReactNode } from "react";
import { useId, useState } from "react";
import { Problem } from "../lib/problem";
import type { FieldError } from "../lib/problem";
import { ProblemNote } from "./State";

export type Choice = { value: string; label: string };

type Answered = {
  /** What the server has said of it. */
  error?: FieldError | undefined;
};

export function Select(
  props: Answered & { label: string; value: string; choices: readonly Choice[]; onChange: (value: string) => void },
) {
  const id = useId();
  return (
    <label className="field">
      <span>{props.label}</span>
      <select value={props.value} {...answered(props.error, id)} onChange={(event) => props.onChange(event.target.value)}>
        {props.choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
      <Fault error={props.error} id={id} />
    </label>
  );
}

export function TextField(
  props: Answered & {
    label: string;
    value: string;
    hint?: string;
    type?: "text" | "date" | "number";
    onChange: (value: string) => void;
  },
) {
  const id = useId();
  return (
    <label className="field">
      <span>{props.label}</span>
      <input
        type={props.type ?? "text"}
        step={props.type === "number" ? "any" : undefined}
        value={props.value}
        placeholder={props.hint ?? ""}
        spellCheck={false}
        {...answered(props.error, id)}
        onChange={(event) => props.onChange(event.target.value)}
      />
      <Fault error={props.error} id={id} />
    </label>
  );
}

const answered = (error: FieldError | undefined, id: string) =>
  error ? { "aria-invalid": true, "aria-describedby": id } : {};

function Fault(props: { error: FieldError | undefined; id: string }) {
  if (!props.error) return null;
  return (
    <small id={props.id} className="fault">
      {props.error.message}: {props.error.fix}
    </small>
  );
}

/** Some of many, each with a box. */
export function Checks(props: {
  label: string;
  choices: readonly Choice[];
  chosen: ReadonlySet<string>;
  onChange: (chosen: Set<string>) => void;
}) {
  const set = (value: string, isOn: boolean) => {
    const chosen = new Set(props.chosen);
    if (isOn) chosen.add(value);
    else chosen.delete(value);
    props.onChange(chosen);
  };
  return (
    <fieldset className="checks">
      <legend>
        {props.label} <span className="quiet">{props.chosen.size} of {props.choices.length}</span>
      </legend>
      <div>
        <button type="button" className="plain small" onClick={() => props.onChange(new Set(props.choices.map((c) => c.value)))}>
          All
        </button>
        <button type="button" className="plain small" onClick={() => props.onChange(new Set())}>
          None
        </button>
      </div>
      <div className="check-list">
        {props.choices.map((choice) => (
          <label key={choice.value}>
            <input
              type="checkbox"
              checked={props.chosen.has(choice.value)}
              onChange={(event) => set(choice.value, event.target.checked)}
            />
            {choice.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** A button that does something to the server: it waits, and shows what went wrong. A risky one asks first. */
export function ActionButton(props: {
  children: ReactNode;
  run: () => Promise<unknown>;
  confirm?: string;
  isMain?: boolean;
  isDisabled?: boolean;
}) {
  const [busy, setBusy] = useState(false);
  const [asked, setAsked] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const go = async () => {
    if (props.confirm && !asked) {
      setAsked(true);
      return;
    }
    setAsked(false);
    setBusy(true);
    setProblem(null);
    try {
      await props.run();
    } catch (error) {
      setProblem(error instanceof Problem ? error : new Problem(0, "It did not work", String(error)));
    }
    setBusy(false);
  };
  return (
    <span className="action">
      <button
        type="button"
        className={props.isMain ? "main" : ""}
        disabled={busy || props.isDisabled === true}
        onClick={go}
      >
        {asked ? props.confirm : props.children}
      </button>
      {asked && (
        <button type="button" className="plain" onClick={() => setAsked(false)}>
          No
        </button>
      )}
      {problem && <ProblemNote problem={problem} />}
    </span>
  );
}
