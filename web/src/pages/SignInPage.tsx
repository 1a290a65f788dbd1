import { useState } from "react";
import type { FormEvent } from "react";
import { Problem } from "../lib/problem";
import { signIn } from "../lib/session";
import { SecretField } from "../ui/SecretField";
import { ProblemNote } from "../ui/State";

export function SignInPage() {
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      await signIn(name.trim(), password);
    } catch (error) {
      setProblem(error instanceof Problem ? error : new Problem(0, "It did not work", String(error)));
      setPassword("");
      setBusy(false);
    }
  };
  return (
    <main className="sign-in">
      <form className="card" onSubmit={submit} aria-label="Sign in">
        <h1>Sign in to Tenor</h1>
        <label className="field">
          <span>Name</span>
          <input
            type="text"
            value={name}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            required
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        <SecretField label="Password" value={password} fill="current-password" onChange={setPassword} />
        <button type="submit" className="main" disabled={busy}>
          Sign in
        </button>
        {problem && <ProblemNote problem={problem} />}
      </form>
    </main>
  );
}
