import { useState } from "react";
import { change, segment } from "../lib/api";
import { moment, percent, words } from "../lib/format";
import { boundsText, draftOf, emptyDraft, figureText, termsOf } from "../lib/limits";
import type { Limit, LimitDetail, LimitProposal } from "../lib/limits";
import { asksForNames, may, useSession } from "../lib/session";
import type { LimitDefinition } from "../lib/types";
import { useApi } from "../lib/useApi";
import { useSubmit } from "../lib/useSubmit";
import { Badge, Card, Facts } from "../ui/Card";
import { DataTable } from "../ui/DataTable";
import { ActionButton, TextField } from "../ui/Field";
import { Async, Empty, ProblemNote } from "../ui/State";
import { LimitFields, isAmount } from "./LimitFields";

/** One limit: what counts, what waits for approval and who may give it, other terms, and every step of its life. */
export function LimitPage(props: { limit: string }) {
  const path = `/v1/limits/${segment(props.limit)}`;
  const detail = useApi<LimitDetail>(path);
  const session = useSession();
  const mayManage = may(session, "manage_limits");
  const asksName = asksForNames(session);
  const own = session.kind === "known" && !asksName ? session.session.name : "";
  return (
    <Async loaded={detail} title={props.limit}>
      {({ limit, history }) => (
        <>
          <div className="page-title">
            <h1>{limit.name}</h1>
            <Badge state={limit.state} />
          </div>
          <div className="grid-2">
            <Card title={limit.state === "RETIRED" ? "What counted last" : "What counts"} note={`version ${limit.version}`}>
              {limit.definition ? (
                <Terms definition={limit.definition} />
              ) : (
                <Empty title="Nothing yet">
                  <p>The first proposal has not been approved.</p>
                </Empty>
              )}
            </Card>
            {limit.proposal && (
              <Proposal
                key={limit.proposal.number}
                limit={limit}
                proposal={limit.proposal}
                path={path}
                mayManage={mayManage}
                asksName={asksName}
                own={own}
                reload={detail.reload}
              />
            )}
          </div>
          {mayManage && limit.state !== "RETIRED" && (
            <Card title="Propose other terms" note="what counts stays in force until they are approved">
              <Change
                key={`${limit.version} ${limit.proposal?.number}`}
                limit={limit}
                path={path}
                asksName={asksName}
                reload={detail.reload}
              />
            </Card>
          )}
          <Card title="History">
            <DataTable
              caption="Every step of the limit"
              rows={history}
              rowKey={(step) => String(step.number)}
              exportName={`${limit.name} history`}
              columns={[
                { key: "at", label: "When", text: (step) => moment(step.at), order: (step) => step.number },
                { key: "by", label: "Who", text: (step) => step.by },
                { key: "step", label: "Step", text: (step) => words(step.step) },
                { key: "change", label: "Of", text: (step) => words(step.change) },
                { key: "before", label: "In force before", text: (step) => sentence(step.before) },
                { key: "after", label: "After", text: (step) => (step.change === "RETIRE" ? "nothing" : sentence(step.after)) },
              ]}
            />
          </Card>
        </>
      )}
    </Async>
  );
}

function sentence(definition: LimitDefinition | undefined): string {
  if (!definition) return "";
  return `${figureText(definition.figure)} of ${definition.node || "everything"} ${boundsText(definition)}`;
}

function terms(definition: LimitDefinition): [string, string][] {
  return [
    ["Portfolio", definition.node || "everything"],
    ["Figure", figureText(definition.figure)],
    ["Bounds", boundsText(definition)],
    ["Warns from", percent(definition.bounds.warning_share, 0)],
  ];
}

function Terms(props: { definition: LimitDefinition; before?: LimitDefinition | undefined }) {
  const before = new Map(props.before ? terms(props.before) : []);
  return (
    <Facts
      rows={terms(props.definition).map(([name, text]) => [
        name,
        before.has(name) && before.get(name) !== text ? (
          <>
            <mark>{text}</mark> <span className="quiet">instead of {before.get(name)}</span>
          </>
        ) : (
          text
        ),
      ])}
    />
  );
}

function Proposal(props: {
  limit: Limit;
  proposal: LimitProposal;
  path: string;
  mayManage: boolean;
  asksName: boolean;
  /** Who is signed in. */
  own: string;
  reload: () => void;
}) {
  const { limit, proposal } = props;
  const [person, setPerson] = useState("");
  const decide = (verb: string) => async () => {
    await change("POST", `${props.path}/${verb}`, {
      proposal: proposal.number,
      ...(props.asksName ? { by: person.trim() } : {}),
    });
    props.reload();
  };
  const isOwn = props.own === proposal.proposed_by;
  const lacksName = props.asksName && person.trim() === "";
  return (
    <Card title="Waits for another person" note={`proposed by ${proposal.proposed_by}, ${moment(proposal.proposed_at)}`}>
      {proposal.definition ? <Terms definition={proposal.definition} before={limit.definition} /> : <p>That it counts no more.</p>}
      <p className="quiet small">
        {isOwn
          ? "You proposed it: another admin or analyst has to approve it. You may reject it."
          : `Any admin or analyst but ${proposal.proposed_by} may approve it; anyone of them may reject it.`}
      </p>
      {props.mayManage && (
        <div className="bar no-print">
          {props.asksName && <TextField label="Person" value={person} onChange={setPerson} />}
          <ActionButton run={decide("approve")} isMain isDisabled={isOwn || lacksName}>
            Approve
          </ActionButton>
          <ActionButton run={decide("reject")} isDisabled={lacksName} confirm="Drop the proposal?">
            Reject
          </ActionButton>
        </div>
      )}
    </Card>
  );
}

function Change(props: { limit: Limit; path: string; asksName: boolean; reload: () => void }) {
  const { limit } = props;
  const [person, setPerson] = useState("");
  const from = limit.proposal?.definition ?? limit.definition;
  const [draft, setDraft] = useState(from ? draftOf(from) : emptyDraft);
  const by = props.asksName ? { by: person.trim() } : {};
  const submission = useSubmit(async () => {
    await change("PUT", props.path, { terms: termsOf(draft, isAmount(draft)), ...by });
    props.reload();
  });
  const retire = async () => {
    await change("POST", `${props.path}/retire`, by);
    props.reload();
  };
  const lacksName = props.asksName && person.trim() === "";
  return (
    <form className="narrow-form" onSubmit={submission.submit} aria-label="Propose other terms">
      <LimitFields draft={draft} submission={submission} onChange={setDraft} />
      {props.asksName && (
        <TextField label="Proposed by" value={person} error={submission.error("by")} onChange={setPerson} />
      )}
      <div className="bar">
        <button type="submit" className="main" disabled={submission.busy || lacksName}>
          Propose
        </button>
        {limit.state === "ACTIVE" && (
          <ActionButton run={retire} isDisabled={lacksName} confirm="Propose that it counts no more?">
            Propose to retire it
          </ActionButton>
        )}
      </div>
      {submission.problem && <ProblemNote problem={submission.problem} />}
    </form>
  );
}
