import { useState } from "react";
import type { AccessKey, KeyWithSecret, RolePermissions } from "../lib/access";
import { change, newKey, segment, withQuery } from "../lib/api";
import { moment } from "../lib/format";
import { asksForNames, useSession } from "../lib/session";
import type { Page } from "../lib/types";
import { useAll, useApi } from "../lib/useApi";
import { useSubmit } from "../lib/useSubmit";
import { Badge, Card } from "../ui/Card";
import { DataTable } from "../ui/DataTable";
import { ActionButton, TextField } from "../ui/Field";
import { Link } from "../ui/Link";
import { Secret } from "../ui/Secret";
import { Async, Empty, ProblemNote } from "../ui/State";
import { RightsFields, rightsBody } from "./RightsFields";

/** With what programs sign in. */
export function KeysPage() {
  const keys = useAll<AccessKey>("/v1/keys");
  const roles = useApi<Page<RolePermissions>>("/v1/roles");
  const isOpen = asksForNames(useSession());
  const revoke = (key: AccessKey) => async () => {
    await change("POST", `/v1/keys/${segment(key.key_id)}/revoke`, {});
    keys.reload();
  };
  return (
    <>
      <h1>Keys</h1>
      <Card title="With what programs sign in" note="Authorization: Bearer KEY">
        <Async
          loaded={keys}
          isEmpty={(list) => list.length === 0}
          empty={
            <Empty title="There is no key">
              <p>
                {isOpen
                  ? "Nobody has to sign in yet; add the first user with tenor user add NAME --role admin --mine."
                  : "Make one below for each program that asks the services."}
              </p>
            </Empty>
          }
        >
          {(list) => (
            <DataTable
              caption="Keys"
              rows={list}
              rowKey={(key) => key.key_id}
              exportName="keys"
              columns={[
                {
                  key: "name",
                  label: "Name",
                  text: (key) => key.name,
                  show: (key) => <Link to={withQuery("/audit", { who: `key:${key.name}` })}>{key.name}</Link>,
                },
                { key: "id", label: "Key", text: (key) => key.key_id, show: (key) => <code>{key.key_id}</code> },
                { key: "role", label: "Role", text: (key) => key.role },
                { key: "node", label: "Node", text: (key) => key.node ?? "everything" },
                { key: "state", label: "State", text: (key) => key.state, show: (key) => <Badge state={key.state} /> },
                { key: "until", label: "Good until", text: (key) => moment(key.expires_at), order: (key) => key.expires_at },
                { key: "by", label: "Made by", text: (key) => key.created_by },
                { key: "at", label: "Made", text: (key) => moment(key.created_at), order: (key) => key.created_at },
                {
                  key: "revoke",
                  label: "Revoke",
                  text: () => "",
                  show: (key) =>
                    key.state === "active" && (
                      <ActionButton run={revoke(key)} confirm="Revoke it for good?">
                        Revoke
                      </ActionButton>
                    ),
                },
              ]}
            />
          )}
        </Async>
      </Card>
      {!isOpen && (
        <Card title="Make a key">
          <Async loaded={roles}>{(page) => <MakeKey roles={page.items} made={keys.reload} />}</Async>
        </Card>
      )}
    </>
  );
}

function MakeKey(props: { roles: RolePermissions[]; made: () => void }) {
  const [name, setName] = useState("");
  const [days, setDays] = useState("90");
  const [rights, setRights] = useState({ role: "viewer", node: "" });
  const [once, setOnce] = useState(newKey);
  const [made, setMade] = useState<KeyWithSecret | null>(null);
  const submission = useSubmit(async () => {
    const body = { name: name.trim(), ...rightsBody(rights), days: Number(days) };
    setMade(await change<KeyWithSecret>("POST", "/v1/keys", body, once));
    setOnce(newKey());
    setName("");
    props.made();
  });
  return (
    <form className="narrow-form" onSubmit={submission.submit} aria-label="Make a key">
      <TextField
        label="What it is for"
        value={name}
        hint="nightly-report"
        error={submission.error("name")}
        onChange={setName}
      />
      <RightsFields roles={props.roles} rights={rights} submission={submission} onChange={setRights} />
      <TextField
        label="Good for days, 1 to 366"
        type="number"
        value={days}
        error={submission.error("days")}
        onChange={setDays}
      />
      <div className="bar">
        <button type="submit" className="main" disabled={submission.busy || name.trim() === ""}>
          Make
        </button>
      </div>
      {submission.problem && <ProblemNote problem={submission.problem} />}
      {made?.secret && (
        <Secret title={`Key ${made.key.name}`} text={made.secret} warnings={made.warnings} done={() => setMade(null)} />
      )}
    </form>
  );
}
