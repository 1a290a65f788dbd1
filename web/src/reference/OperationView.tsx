import { bodyText } from "./document";
import type { Answer, Content, Document, Operation } from "./document";
import { SchemaType, SchemaView, SchemaWords } from "./SchemaView";
import { TryOperation } from "./TryOperation";

/** An operation in full: what it takes, what it answers, and a form to try it. */
export function OperationView(props: { document: Document; operation: Operation }) {
  const { document, operation } = props;
  const [good, bad] = [operation.answers.filter(isGood), operation.answers.filter((answer) => !isGood(answer))];
  return (
    <div className="operation-body">
      {operation.description.split("\n\n").map((text) => text && <p key={text}>{text}</p>)}
      {operation.parameters.length > 0 && (
        <>
          <h3>Parameters</h3>
          <ul className="schema">
            {operation.parameters.map((parameter) => (
              <li key={`${parameter.in} ${parameter.name}`}>
                <code>{parameter.name}</code>{" "}
                {parameter.schema && <SchemaType document={document} schema={parameter.schema} />}{" "}
                <span className="quiet">in {parameter.in}</span>
                {parameter.required && <span className="badge badge-idle">required</span>}
                {parameter.description && <p>{parameter.description}</p>}
                {parameter.schema && (
                  <SchemaWords document={document} schema={{ ...parameter.schema, description: "" }} />
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      {operation.body && (
        <>
          <h3>Body{operation.body.required ? ", required" : ""}</h3>
          {operation.body.description && <p>{operation.body.description}</p>}
          <Bodies document={document} content={operation.body.content} />
        </>
      )}
      <h3>Answers</h3>
      {good.map(([status, answer]) => (
        <AnswerView key={status} document={document} status={status} answer={answer} />
      ))}
      <details>
        <summary>When it fails</summary>
        {bad.map(([status, answer]) => (
          <p key={status}>
            <code>{status}</code> {answer.description}
          </p>
        ))}
      </details>
      <TryOperation key={operation.id} operation={operation} />
    </div>
  );
}

function isGood([status]: [string, Answer]): boolean {
  return /^[123]/.test(status);
}

function AnswerView(props: { document: Document; status: string; answer: Answer }) {
  const { document, status, answer } = props;
  return (
    <>
      <p>
        <code>{status}</code> {answer.description}
      </p>
      {answer.content && <Bodies document={document} content={answer.content} />}
    </>
  );
}

function Bodies(props: { document: Document; content: Content }) {
  return (
    <>
      {Object.entries(props.content).map(([type, content]) => (
        <div key={type}>
          <p className="small">
            <code>{type}</code> {content.schema && <SchemaType document={props.document} schema={content.schema} />}
          </p>
          {content.schema && <SchemaView document={props.document} schema={content.schema} />}
          {content.example !== undefined && (
            <details>
              <summary>Example</summary>
              <pre tabIndex={0}>{bodyText(content.example)}</pre>
            </details>
          )}
        </div>
      ))}
    </>
  );
}
