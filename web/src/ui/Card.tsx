import type { ReactNode } from "react";

export function Card(props: { title: string; note?: ReactNode; tools?: ReactNode; wide?: boolean; children: ReactNode }) {
  return (
    <section className={props.wide ? "card card-wide" : "card"} aria-label={props.title}>
      <header>
        <h2>{props.title}</h2>
        {props.note && <span className="quiet small">{props.note}</span>}
        {props.tools && <div className="tools">{props.tools}</div>}
      </header>
      {props.children}
    </section>
  );
}

/** Names and what they stand for. */
export function Facts(props: { rows: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="facts">
      {props.rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

const shapes: Record<string, string> = {
  SUCCEEDED: "good",
  RUN: "good",
  ready: "good",
  live: "good",
  RUNNING: "busy",
  QUEUED: "idle",
  FAILED: "bad",
  DEAD: "bad",
  CANCELLED: "idle",
  MISSED: "bad",
  OK: "good",
  WARNING: "busy",
  BREACH: "bad",
  CANNOT_TELL: "idle",
  PARTIAL: "busy",
  REFUSED: "bad",
  CLEAR: "good",
  ACCEPTED: "good",
  PENDING: "busy",
  REJECTED: "bad",
  ACTIVE: "good",
  PROPOSED: "busy",
  UPLOADED: "busy",
  VALIDATED: "busy",
  APPROVED: "good",
  ARCHIVED: "idle",
  active: "good",
  new: "busy",
  locked: "bad",
};

/** A state: its mark differs by shape as well as by colour. */
export function Badge(props: { state: string }) {
  const shape = shapes[props.state] ?? "idle";
  return <span className={`badge badge-${shape}`}>{props.state.toLowerCase().replaceAll("_", " ")}</span>;
}
