import { Component, Suspense, useEffect } from "react";
import type { ReactNode } from "react";
import { match, useAddress } from "../lib/router";
import { loadMeasures, useMeasures } from "../lib/measures";
import { Problem } from "../lib/problem";
import { loadSession, useSession } from "../lib/session";
import { PasswordPage } from "../pages/PasswordPage";
import { SignInPage } from "../pages/SignInPage";
import { Loading, ProblemNote } from "../ui/State";
import { Shell } from "./Shell";
import { pages } from "./pages";

export function App() {
  const { path } = useAddress();
  const state = useSession();
  const measures = useMeasures();
  useEffect(() => {
    void loadSession();
  }, []);
  // Again after signing in, and with another page where the services did not answer.
  useEffect(() => {
    void loadMeasures();
  }, [state, path]);
  if (state.kind === "none") {
    return (
      <Titled title="Sign in">
        <SignInPage />
      </Titled>
    );
  }
  if (state.kind === "known" && state.session.must_change_password) {
    return (
      <Titled title="Change password">
        <main className="sign-in">
          <PasswordPage isForced />
        </main>
      </Titled>
    );
  }
  for (const page of pages) {
    const values = match(page.pattern, path);
    if (!values) continue;
    return (
      <Titled title={page.title(values)}>
        <Shell path={path} run={values["run"]}>
          {measures.hasAnswered ? (
            <Guard key={`${path} ${measures.byName.size}`}>
              <Suspense fallback={<Loading />}>{page.show(values)}</Suspense>
            </Guard>
          ) : (
            <Loading />
          )}
        </Shell>
      </Titled>
    );
  }
  return (
    <Titled title="Not found">
      <Shell path={path} run={undefined}>
        <h1>Not found</h1>
        <ProblemNote problem={new Problem(0, "There is no such page", "Choose another one from the menu.")} />
      </Shell>
    </Titled>
  );
}

function Titled(props: { title: string; children: ReactNode }) {
  useEffect(() => {
    document.title = `${props.title} – Tenor`;
  }, [props.title]);
  return <>{props.children}</>;
}

/** A page that fails does not take the menu with it. */
class Guard extends Component<{ children: ReactNode }, { failure: string | null }> {
  override state = { failure: null as string | null };

  static getDerivedStateFromError(error: unknown) {
    return { failure: String(error) };
  }

  override render() {
    if (this.state.failure === null) return this.props.children;
    return (
      <ProblemNote
        problem={new Problem(0, "This page failed", this.state.failure)}
        retry={() => this.setState({ failure: null })}
      />
    );
  }
}
