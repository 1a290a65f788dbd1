import { useState } from "react";
import { change } from "../lib/api";
import { boundsText, emptyDraft, figureText, limitPage, termsOf } from "../lib/limits";
import type { Limit, LimitDraft } from "../lib/limits";
import { navigate } from "../lib/router";
import { asksForNames, may, useSession } from "../lib/session";
import { useAll } from "../lib/useApi";
import { useSubmit } from "../lib/useSubmit";
import { Badge, Card } from "../ui/Card";
import { DataTable } from "../ui/DataTable";
import { TextField } from "../ui/Field";
import { Link } from "../ui/Link";
import { Async, Empty, ProblemNote } from "../ui/State";
import { LimitFields, isAmount } from "./LimitFields";

const changes = { CREATE: "to be approved", CHANGE: "other terms", RETIRE: "retirement" };

/** What waits for another person's word, in a few words. */
export function waitingText(limit: Limit): string {
  return limit.proposal ? `${changes[limit.proposal.change]}, by ${limit.proposal.proposed_by}` : "";
}

/** Every limit, what waits for approval, and a form for a new one. */
export function LimitsPage() {
  const limits = useAll<Limit>("/v1/limits");
  const session = useSession();
  const shown = (limit: Limit) => limit.definition ?? limit.proposal?.definition;
  return (
    <>
      <h1>Limits</h1>
      <Card title="Limits on every run" note="one counts when another person than who proposed it has approved it">
        <Async
          loaded={limits}
          isEmpty={(list) => list.length === 0}
          empty={
            <Empty title="There is no limit yet">
              <p>Propose one below. Those who may: the roles admin and analyst.</p>
            </Empty>
          }
        >
          {(list) => (
            <DataTable
              caption="Limits"
              rows={list}
              rowKey={(limit) => limit.name}
              exportName="limits"
              columns={[
                {
                  key: "name",
                  label: "Limit",
                  text: (limit) => limit.name,
                  show: (limit) => <Link to={limitPage(limit.name)}>{limit.name}</Link>,
                },
                { key: "state", label: "State", text: (limit) => limit.state, show: (limit) => <Badge state={limit.state} /> },
                { key: "node", label: "Portfolio", text: (limit) => shown(limit)?.node || "everything" },
                {
                  key: "figure",
                  label: "Figure",
                  text: (limit) => {
                    const definition = shown(limit);
                    return definition ? figureText(definition.figure) : "";
                  },
                },
                {
                  key: "bounds",
                  label: "Bounds",
                  text: (limit) => {
                    const definition = shown(limit);
                    return definition ? boundsText(definition) : "";
                  },
                },
                {
                  key: "version",
                  label: "Version",
                  isNumber: true,
                  text: (limit) => String(limit.version),
                  order: (limit) => limit.version,
                },
                { key: "waits", label: "Waits", text: waitingText },
              ]}
            />
          )}
        </Async>
      </Card>
      {may(session, "manage_limits") && (
        <Card title="Propose a limit">
          <Propose asksName={asksForNames(session)} />
        </Card>
      )}
    </>
  );
}

function Propose(props: { asksName: boolean }) {
  const [name, setName] = useState("");
  const [person, setPerson] = useState("");
  const [draft, setDraft] = useState<LimitDraft>(emptyDraft);
  const submission = useSubmit(async () => {
    const limit = await change<Limit>("POST", "/v1/limits", {
      name: name.trim(),
      terms: termsOf(draft, isAmount(draft)),
      ...(props.asksName ? { by: person.trim() } : {}),
    });
    navigate(limitPage(limit.name));
  });
  return (
    <form className="narrow-form" onSubmit={submission.submit} aria-label="Propose a limit">
      <TextField label="Name" value={name} hint="credit-dv01" error={submission.error("name")} onChange={setName} />
      <LimitFields draft={draft} submission={submission} onChange={setDraft} />
      {props.asksName && (
        <TextField label="Proposed by" value={person} error={submission.error("by")} onChange={setPerson} />
      )}
      <div className="bar">
        <button type="submit" className="main" disabled={submission.busy || name.trim() === ""}>
          Propose
        </button>
      </div>
      {submission.problem && <ProblemNote problem={submission.problem} />}
    </form>
  );
}
