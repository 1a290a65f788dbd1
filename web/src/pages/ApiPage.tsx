import { useMemo } from "react";
import { number } from "../lib/format";
import { useSetting } from "../lib/router";
import { useApi } from "../lib/useApi";
import { operations } from "../reference/document";
import type { Document, Operation } from "../reference/document";
import { OperationView } from "../reference/OperationView";
import { Card } from "../ui/Card";
import { TextField } from "../ui/Field";
import { Async, Empty } from "../ui/State";

/** Every operation of the services, made from their own description, to be read and tried. */
export function ApiPage() {
  const loaded = useApi<Document>("/openapi.json");
  return (
    <>
      <h1>Interface</h1>
      <Async loaded={loaded}>{(document) => <Reference document={document} />}</Async>
    </>
  );
}

function Reference(props: { document: Document }) {
  const { document } = props;
  const all = useMemo(() => operations(document), [document]);
  const [find, setFind] = useSetting("find");
  const found = all.filter((operation) => fits(operation, find));
  const tags = [...new Set([...(document.tags ?? []).map((tag) => tag.name), ...all.map((operation) => operation.tag)])];
  return (
    <>
      <p className="quiet">
        {document.info.title}, interface version {document.info.version}; the same as <a href="/openapi.json">openapi.json</a>,
        which other tools read.
      </p>
      <details className="prose">
        <summary>What holds for every operation</summary>
        {(document.info.description ?? "").split("\n\n").map((text) => (
          <p key={text}>{text}</p>
        ))}
      </details>
      <div className="bar no-print">
        <TextField label="Find an operation" value={find} hint="a word, or part of an address" onChange={setFind} />
        <span className="quiet" role="status">
          {number(found.length)} of {number(all.length)}
        </span>
      </div>
      {found.length === 0 && (
        <Empty title="No operation fits">
          <p>Take letters away, or look for another word.</p>
        </Empty>
      )}
      {tags.map((tag) => {
        const own = found.filter((operation) => operation.tag === tag);
        const note = document.tags?.find((known) => known.name === tag)?.description;
        if (own.length === 0) return null;
        return (
          <Card key={tag} title={tag} note={note}>
            <ul className="operations">
              {own.map((operation) => (
                <OperationRow key={operation.id} document={document} operation={operation} />
              ))}
            </ul>
          </Card>
        );
      })}
    </>
  );
}

function fits(operation: Operation, find: string): boolean {
  const text = `${operation.id} ${operation.method} ${operation.path} ${operation.summary} ${operation.description}`;
  return find
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.toLowerCase().includes(word));
}

/** One operation is open at a time, and the address keeps which. */
function OperationRow(props: { document: Document; operation: Operation }) {
  const { operation } = props;
  const [open, setOpen] = useSetting("operation");
  const isOpen = open === operation.id;
  return (
    <li>
      <button
        type="button"
        className="operation"
        aria-expanded={isOpen}
        onClick={() => setOpen(isOpen ? "" : operation.id)}
      >
        <span className={`method method-${operation.method.toLowerCase()}`}>{operation.method}</span>
        <code>{operation.path}</code>
        <span className="quiet">{operation.summary}</span>
      </button>
      {isOpen && <OperationView document={props.document} operation={operation} />}
    </li>
  );
}
