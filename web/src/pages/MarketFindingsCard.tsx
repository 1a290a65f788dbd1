import { useState } from "react";
import { change } from "../lib/api";
import { day, moment, number, signed, words } from "../lib/format";
import { asksForNames, may, useSession } from "../lib/session";
import type { MarketCheck } from "../lib/types";
import { useApi } from "../lib/useApi";
import { Badge, Card, Facts } from "../ui/Card";
import { DataTable } from "../ui/DataTable";
import { ActionButton, TextField } from "../ui/Field";
import { Async, Empty } from "../ui/State";

/** What is unusual in a market snapshot, who has looked at it, and a word for whoever has not yet. */
export function MarketFindingsCard(props: { path: string }) {
  const check = useApi<MarketCheck>(`${props.path}/findings`);
  return (
    <Async loaded={check}>
      {(found) => (
        <Card title="Review" note={<Badge state={found.state} />}>
          {found.findings.length === 0 ? (
            <Empty title={found.state === "UNCHECKED" ? "It was stored before snapshots were checked" : "Nothing unusual was found"} />
          ) : (
            <>
              <FindingsTable check={found} />
              <Reviews check={found} />
              <ReviewForm path={props.path} check={found} reload={check.reload} />
            </>
          )}
        </Card>
      )}
    </Async>
  );
}

function FindingsTable(props: { check: MarketCheck }) {
  return (
    <DataTable
      caption="Findings"
      rows={props.check.findings}
      rowKey={(row) => `${row.kind} ${row.place}`}
      exportName={`${props.check.valuation_date} findings`}
      columns={[
        { key: "kind", label: "Finding", text: (row) => words(row.kind) },
        { key: "place", label: "Where", text: (row) => row.place, show: (row) => <code>{row.place}</code> },
        { key: "message", label: "What", text: (row) => row.message },
        {
          key: "change",
          label: "Change",
          unit: "bp or %",
          isNumber: true,
          text: (row) => (row.change === undefined ? "" : signed(row.change, 2)),
          order: (row) => row.change,
        },
        {
          key: "deviations",
          label: "Deviations",
          isNumber: true,
          text: (row) => (row.deviations === undefined ? "" : number(row.deviations, 1)),
          order: (row) => row.deviations,
        },
      ]}
    />
  );
}

function Reviews(props: { check: MarketCheck }) {
  if (props.check.reviews.length === 0) return null;
  return (
    <Facts
      rows={props.check.reviews.map(
        (review) =>
          [
            `${words(review.decision.toLowerCase())} by ${review.reviewed_by}, ${moment(review.reviewed_at)}`,
            review.comment,
          ] as const,
      )}
    />
  );
}

function ReviewForm(props: { path: string; check: MarketCheck; reload: () => void }) {
  const session = useSession();
  const asksName = asksForNames(session);
  const [comment, setComment] = useState("");
  const [name, setName] = useState("");
  if (!may(session, "publish_runs")) return null;
  const decide = (decision: string) => async () => {
    const body = { decision, comment: comment.trim(), ...(asksName ? { reviewed_by: name.trim() } : {}) };
    await change("POST", `${props.path}/review`, body);
    setComment("");
    props.reload();
  };
  const isReady = comment.trim() !== "" && (!asksName || name.trim() !== "");
  return (
    <>
      {props.check.state === "PENDING" && (
        <p className="note note-mild">
          No run can use the market of {day(props.check.valuation_date)} before a person has looked at this.
        </p>
      )}
      <div className="bar">
        <TextField label="Comment" value={comment} hint="why it is right, or wrong" onChange={setComment} />
        {asksName && <TextField label="Reviewed by" value={name} onChange={setName} />}
        <ActionButton run={decide("ACCEPTED")} isMain isDisabled={!isReady}>
          Accept
        </ActionButton>
        <ActionButton run={decide("REJECTED")} confirm="Really reject?" isDisabled={!isReady}>
          Reject
        </ActionButton>
      </div>
    </>
  );
}
