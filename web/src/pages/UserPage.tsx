import { useState } from "react";
import { userPath } from "../lib/access";
import type { RolePermissions, User, UserWithPassword } from "../lib/access";
import { change, withQuery } from "../lib/api";
import { moment } from "../lib/format";
import { useSession } from "../lib/session";
import type { Page } from "../lib/types";
import { useApi } from "../lib/useApi";
import { useSubmit } from "../lib/useSubmit";
import { Badge, Card, Facts } from "../ui/Card";
import { ActionButton } from "../ui/Field";
import { Link } from "../ui/Link";
import { Secret } from "../ui/Secret";
import { Async, ProblemNote, Warnings } from "../ui/State";
import { RightsFields, rightsBody } from "./RightsFields";

/** One user: rights, state, and what can be done about them. */
export function UserPage(props: { user: string }) {
  const user = useApi<User>(userPath(props.user));
  const roles = useApi<Page<RolePermissions>>("/v1/roles");
  const session = useSession();
  const isOwn = session.kind === "known" && session.session.name === props.user;
  return (
    <Async loaded={user} title={props.user}>
      {(found) => (
        <>
          <div className="page-title">
            <h1>{found.name}</h1>
            <Badge state={found.state} />
          </div>
          <div className="grid-2">
            <Card title="Sign-in">
              <Facts
                rows={[
                  ["Last sign-in", moment(found.last_sign_in) || "never"],
                  ["Wrong passwords since", String(found.failed_attempts)],
                  ["Added", `${moment(found.created_at)} by ${found.created_by}`],
                  [
                    "Did",
                    <Link key="audit" to={withQuery("/audit", { who: found.name })}>
                      records of the audit trail
                    </Link>,
                  ],
                  [
                    "Was given",
                    <Link key="given" to={withQuery("/audit", { object: found.name })}>
                      records about {found.name}
                    </Link>,
                  ],
                ]}
              />
              {isOwn ? (
                <p className="quiet">
                  This is you: another administrator changes your rights. <Link to="/password">Change your password</Link>
                </p>
              ) : (
                <SignInActions user={found} reload={user.reload} />
              )}
            </Card>
            {!isOwn && (
              <Card title="Rights" note="count from the next request on">
                <Async loaded={roles}>
                  {(page) => (
                    <ChangeRights key={`${found.role} ${found.node}`} user={found} roles={page.items} reload={user.reload} />
                  )}
                </Async>
              </Card>
            )}
          </div>
        </>
      )}
    </Async>
  );
}

function SignInActions(props: { user: User; reload: () => void }) {
  const { user } = props;
  const [password, setPassword] = useState("");
  const act = (verb: string) => async () => {
    await change("POST", userPath(user.name, verb), {});
    props.reload();
  };
  const reset = async () => {
    const made = await change<UserWithPassword>("POST", userPath(user.name, "reset-password"), {});
    setPassword(made.one_time_password ?? "");
    props.reload();
  };
  return (
    <>
      <div className="bar no-print">
        {user.state === "locked" && <ActionButton run={act("unlock")}>Unlock</ActionButton>}
        <ActionButton run={reset} confirm="End all sessions?">
          New one-time password
        </ActionButton>
        {user.state === "disabled" ? (
          <ActionButton run={act("enable")}>Enable</ActionButton>
        ) : (
          <ActionButton run={act("disable")} confirm="Let sign in no more?">
            Disable
          </ActionButton>
        )}
      </div>
      {password && <Secret title={`One-time password of ${user.name}`} text={password} done={() => setPassword("")} />}
    </>
  );
}

function ChangeRights(props: { user: User; roles: RolePermissions[]; reload: () => void }) {
  const { user } = props;
  const [rights, setRights] = useState({ role: user.role, node: user.node ?? "" });
  const [warnings, setWarnings] = useState<string[]>([]);
  const submission = useSubmit(async () => {
    const changed = await change<UserWithPassword>("PUT", userPath(user.name), rightsBody(rights));
    setWarnings(changed.warnings);
    props.reload();
  });
  const isSame = rights.role === user.role && rights.node.trim() === (user.node ?? "");
  return (
    <form className="narrow-form" onSubmit={submission.submit} aria-label="Rights">
      <RightsFields roles={props.roles} rights={rights} submission={submission} onChange={setRights} />
      <div className="bar">
        <button type="submit" className="main" disabled={submission.busy || isSame}>
          Change
        </button>
      </div>
      {submission.problem && <ProblemNote problem={submission.problem} />}
      <Warnings list={warnings} />
    </form>
  );
}
