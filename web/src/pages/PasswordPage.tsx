import { useState } from "react";
import type { FormEvent } from "react";
import { Problem } from "../lib/problem";
import { navigate } from "../lib/router";
import { changePassword, signOut } from "../lib/session";
import { SecretField } from "../ui/SecretField";
import { ProblemNote } from "../ui/State";

/** Changes one's own password; `isForced` where another person chose the present one. */
export function PasswordPage(props: { isForced?: boolean }) {
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const [again, setAgain] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (next !== again) {
      setProblem(new Problem(0, "The two new passwords differ", "Type the same one twice."));
      return;
    }
    setBusy(true);
    setProblem(null);
    try {
      await changePassword(current, next);
      navigate("/");
    } catch (error) {
      setProblem(error instanceof Problem ? error : new Problem(0, "It did not work", String(error)));
      setBusy(false);
    }
  };
  return (
    <form className="card narrow-form" onSubmit={submit} aria-label="Change password">
      <h1>Change password</h1>
      {props.isForced && <p>Another person chose your password. Choose one that only you know.</p>}
      <SecretField label="Present password" value={current} fill="current-password" onChange={setCurrent} />
      <SecretField label="New password, 15 characters or more" value={next} fill="new-password" onChange={setNext} />
      <SecretField label="New password again" value={again} fill="new-password" onChange={setAgain} />
      <div className="bar">
        <button type="submit" className="main" disabled={busy}>
          Change
        </button>
        {props.isForced && (
          <button type="button" onClick={() => void signOut()}>
            Sign out
          </button>
        )}
      </div>
      {problem && <ProblemNote problem={problem} />}
    </form>
  );
}
