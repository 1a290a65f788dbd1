import { useState } from "react";
import { userPage } from "../lib/access";
import type { RolePermissions, User, UserWithPassword } from "../lib/access";
import { change, newKey } from "../lib/api";
import { moment } from "../lib/format";
import { asksForNames, useSession } from "../lib/session";
import type { Page } from "../lib/types";
import { useAll, useApi } from "../lib/useApi";
import { useSubmit } from "../lib/useSubmit";
import { Badge, Card } from "../ui/Card";
import { DataTable } from "../ui/DataTable";
import { TextField } from "../ui/Field";
import { Link } from "../ui/Link";
import { Secret } from "../ui/Secret";
import { Async, Empty, ProblemNote } from "../ui/State";
import { RightsFields, rightsBody } from "./RightsFields";

/** Who signs in with a password. */
export function UsersPage() {
  const users = useAll<User>("/v1/users");
  const roles = useApi<Page<RolePermissions>>("/v1/roles");
  const isOpen = asksForNames(useSession());
  return (
    <>
      <h1>Users</h1>
      <Card title="Who signs in with a password">
        <Async
          loaded={users}
          isEmpty={(list) => list.length === 0}
          empty={
            <Empty title={isOpen ? "Nobody has to sign in yet" : "There is no user"}>
              <p>The first user is added on the command line; from then on everyone signs in.</p>
              <pre>tenor user add NAME --role admin --mine</pre>
            </Empty>
          }
        >
          {(list) => (
            <DataTable
              caption="Users"
              rows={list}
              rowKey={(user) => user.name}
              exportName="users"
              columns={[
                {
                  key: "name",
                  label: "Name",
                  text: (user) => user.name,
                  show: (user) => <Link to={userPage(user.name)}>{user.name}</Link>,
                },
                { key: "role", label: "Role", text: (user) => user.role },
                { key: "node", label: "Node", text: (user) => user.node ?? "everything" },
                { key: "state", label: "State", text: (user) => user.state, show: (user) => <Badge state={user.state} /> },
                {
                  key: "seen",
                  label: "Last sign-in",
                  text: (user) => moment(user.last_sign_in) || "never",
                  order: (user) => user.last_sign_in ?? "",
                },
                { key: "by", label: "Added by", text: (user) => user.created_by },
                { key: "at", label: "Added", text: (user) => moment(user.created_at), order: (user) => user.created_at },
              ]}
            />
          )}
        </Async>
      </Card>
      {!isOpen && (
        <Card title="Add a user">
          <Async loaded={roles}>{(page) => <AddUser roles={page.items} added={users.reload} />}</Async>
        </Card>
      )}
    </>
  );
}

function AddUser(props: { roles: RolePermissions[]; added: () => void }) {
  const [name, setName] = useState("");
  const [rights, setRights] = useState({ role: "viewer", node: "" });
  const [key, setKey] = useState(newKey);
  const [made, setMade] = useState<UserWithPassword | null>(null);
  const submission = useSubmit(async () => {
    const body = { name: name.trim(), ...rightsBody(rights) };
    setMade(await change<UserWithPassword>("POST", "/v1/users", body, key));
    setKey(newKey());
    setName("");
    props.added();
  });
  return (
    <form className="narrow-form" onSubmit={submission.submit} aria-label="Add a user">
      <TextField label="Name" value={name} hint="ann" error={submission.error("name")} onChange={setName} />
      <RightsFields roles={props.roles} rights={rights} submission={submission} onChange={setRights} />
      <div className="bar">
        <button type="submit" className="main" disabled={submission.busy || name.trim() === ""}>
          Add
        </button>
      </div>
      {submission.problem && <ProblemNote problem={submission.problem} />}
      {made?.one_time_password && (
        <Secret
          title={`One-time password of ${made.user.name}`}
          text={made.one_time_password}
          warnings={made.warnings}
          done={() => setMade(null)}
        />
      )}
    </form>
  );
}
