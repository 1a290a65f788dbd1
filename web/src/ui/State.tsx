import type { ReactNode } from "react";
import type { Loaded } from "../lib/useApi";
import type { Problem } from "../lib/problem";

/** What a page shows while it loads, when that fails, and when there is nothing. */
export function Async<Data>(props: {
  loaded: Loaded<Data>;
  /** The page's heading while what is loaded has none to show. */
  title?: string;
  isEmpty?: (data: Data) => boolean;
  empty?: ReactNode;
  children: (data: Data) => ReactNode;
}) {
  const { data, problem, isLoading, reload } = props.loaded;
  if (data !== undefined) {
    return (
      <>
        {problem && <ProblemNote problem={problem} retry={reload} isStale />}
        {props.isEmpty?.(data) ? props.empty : props.children(data)}
      </>
    );
  }
  return (
    <>
      {props.title && <h1>{props.title}</h1>}
      {problem ? <ProblemNote problem={problem} retry={reload} /> : isLoading && <Loading />}
    </>
  );
}

export function Loading() {
  return (
    <div className="loading" role="status">
      <span className="skeleton" />
      <span className="skeleton" />
      <span className="skeleton" />
      <span className="visually-hidden">Loading</span>
    </div>
  );
}

export function ProblemNote(props: { problem: Problem; retry?: () => void; isStale?: boolean }) {
  const { problem } = props;
  return (
    <div className="note note-bad" role="alert">
      <strong>{problem.title}</strong>
      {props.isStale && <p>What is shown was read before.</p>}
      {problem.detail && <p>{problem.detail}</p>}
      {problem.advice && <p>{problem.advice}</p>}
      {problem.fields.length > 0 && (
        <ul>
          {problem.fields.map((field) => (
            <li key={`${field.field} ${field.message}`}>
              <code>{field.field}</code> {field.message}: {field.fix}
            </li>
          ))}
        </ul>
      )}
      {problem.instance && <p className="quiet small">Reference for the server's log: {problem.instance}</p>}
      {props.retry && (
        <button type="button" onClick={props.retry}>
          Try again
        </button>
      )}
    </div>
  );
}

/** What is worth knowing and hinders nothing; nothing where there is none. */
export function Warnings(props: { list: readonly string[] }) {
  if (props.list.length === 0) return null;
  return (
    <ul className="note note-mild" aria-label="Warnings">
      {props.list.map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
}

/** Nothing is there yet, and what to do about it. */
export function Empty(props: { title: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <strong>{props.title}</strong>
      {props.children}
    </div>
  );
}
