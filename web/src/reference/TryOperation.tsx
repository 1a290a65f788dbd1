import { useEffect, useRef, useState } from "react";
import { changeHeaders, send } from "../lib/api";
import { duration, number } from "../lib/format";
import { Problem } from "../lib/problem";
import { ActionButton } from "../ui/Field";
import { bodyText } from "./document";
import type { Operation, Parameter } from "./document";
import { curl, firstValues, isList, missing, requestOf } from "./request";

/** More of an answer is not shown. */
const shownLimit = 200_000;

type Shown = { status: number; statusText: string; milliseconds: number; headers: [string, string][]; text: string; isCut: boolean };

/** A form that sends the request and shows the answer. What changes something is sent after a question. */
export function TryOperation(props: { operation: Operation }) {
  const { operation } = props;
  const types = Object.keys(operation.body?.content ?? {});
  const [values, setValues] = useState(() => firstValues(operation));
  const [type, setType] = useState(types[0] ?? "");
  const [text, setText] = useState(() => bodyExample(operation, types[0]));
  const [shown, setShown] = useState<Shown | null>(null);
  const [isReading, setReading] = useState(false);
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), []);

  const request = requestOf(operation, values, types.length > 0 && text !== "" ? { type, text } : undefined);
  const unset = missing(operation, values);
  const go = async () => {
    const controller = new AbortController();
    stop.current = controller;
    setReading(true);
    setShown(null);
    try {
      const headers = request.method === "GET" ? request.headers : { ...changeHeaders(), ...request.headers };
      const init: RequestInit = { method: request.method, headers, signal: controller.signal, cache: "no-store" };
      if (request.body !== undefined) init.body = request.body;
      await read(request.path, init, setShown);
    } catch (error) {
      if (!controller.signal.aborted) throw error;
    } finally {
      setReading(false);
    }
  };
  return (
    <section className="try" aria-label={`Try ${operation.id}`}>
      <h3>Try it</h3>
      <div className="bar">
        {operation.parameters.map((parameter) => (
          <ParameterField
            key={`${parameter.in} ${parameter.name}`}
            parameter={parameter}
            value={values[parameter.name] ?? ""}
            onChange={(value) => setValues({ ...values, [parameter.name]: value })}
          />
        ))}
      </div>
      {types.length > 0 && (
        <label className="field try-body">
          <span>
            Body{" "}
            {types.length > 1 && (
              <select
                aria-label="Type of the body"
                value={type}
                onChange={(event) => {
                  setType(event.target.value);
                  setText(bodyExample(operation, event.target.value));
                }}
              >
                {types.map((name) => (
                  <option key={name}>{name}</option>
                ))}
              </select>
            )}
          </span>
          <textarea rows={8} value={text} spellCheck={false} onChange={(event) => setText(event.target.value)} />
        </label>
      )}
      <div className="bar">
        <ActionButton
          run={go}
          isMain
          isDisabled={unset.length > 0}
          {...(operation.method === "GET" ? {} : { confirm: `Really send ${operation.method}?` })}
        >
          Send {operation.method}
        </ActionButton>
        {isReading && (
          <button type="button" onClick={() => stop.current?.abort()}>
            Stop
          </button>
        )}
        {unset.length > 0 && <span className="quiet">Still needed: {unset.join(", ")}</span>}
      </div>
      {shown && <AnswerShown shown={shown} />}
      <CurlCommand text={curl(request, window.location.origin)} />
    </section>
  );
}

function bodyExample(operation: Operation, type: string | undefined): string {
  const content = type === undefined ? undefined : operation.body?.content[type];
  return content?.example === undefined ? "" : bodyText(content.example);
}

function ParameterField(props: { parameter: Parameter; value: string; onChange: (value: string) => void }) {
  const { parameter, value } = props;
  const choices = parameter.shape?.enum ?? (parameter.shape?.type === "boolean" ? [true, false] : undefined);
  return (
    <label className="field">
      <span>
        {parameter.name}
        {parameter.required ? " (required)" : ""}
        {isList(parameter) ? ", with commas between" : ""}
      </span>
      {choices ? (
        <select value={value} onChange={(event) => props.onChange(event.target.value)}>
          <option value="">–</option>
          {choices.map((choice) => (
            <option key={String(choice)}>{String(choice)}</option>
          ))}
        </select>
      ) : (
        <input type="text" spellCheck={false} value={value} onChange={(event) => props.onChange(event.target.value)} />
      )}
    </label>
  );
}

/** Reads an answer as it comes, so that a stream of events is seen too, up to the limit. */
async function read(path: string, init: RequestInit, show: (shown: Shown) => void): Promise<void> {
  const start = performance.now();
  const response = await send(path, init);
  const type = response.headers.get("Content-Type") ?? "";
  const headers = ["Content-Type", "ETag", "Location", "X-Request-ID"].flatMap((name): [string, string][] => {
    const value = response.headers.get(name);
    return value ? [[name, value]] : [];
  });
  let text = "";
  const tell = (isCut: boolean) =>
    show({
      status: response.status,
      statusText: response.statusText,
      milliseconds: performance.now() - start,
      headers,
      text: isCut ? text.slice(0, shownLimit) : readable(type, text),
      isCut,
    });
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  tell(false);
  try {
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      text += decoder.decode(part.value, { stream: true });
      if (text.length > shownLimit) {
        await reader?.cancel();
        tell(true);
        return;
      }
      if (type.startsWith("text/event-stream")) tell(false);
    }
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Problem(0, "The answer broke off", "Send the request again.");
  }
  tell(false);
}

function readable(type: string, text: string): string {
  if (!/json/.test(type)) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function AnswerShown(props: { shown: Shown }) {
  const { shown } = props;
  return (
    <div role="status" className="try-answer">
      <p>
        <strong>
          {shown.status} {shown.statusText}
        </strong>{" "}
        <span className="quiet">after {duration(shown.milliseconds)}</span>
      </p>
      {shown.headers.map(([name, value]) => (
        <p key={name} className="small">
          {name}: <code>{value}</code>
        </p>
      ))}
      {shown.text && (
        <pre tabIndex={0} role="region" aria-label="Answer">
          {shown.text}
        </pre>
      )}
      {shown.isCut && <p className="quiet small">The first {number(shownLimit)} characters; curl gives all of it.</p>}
    </div>
  );
}

function CurlCommand(props: { text: string }) {
  const [told, setTold] = useState("");
  const copy = () =>
    navigator.clipboard.writeText(props.text).then(
      () => setTold("Copied"),
      () => setTold("The browser does not allow it: mark the text and copy it"),
    );
  return (
    <details>
      <summary>As a command</summary>
      <pre tabIndex={0}>{props.text}</pre>
      {/* Browsers have a clipboard for pages on https and on this machine only. */}
      {navigator.clipboard && (
        <button type="button" className="plain small" onClick={copy}>
          Copy as curl
        </button>
      )}
      <span role="status" className="quiet small">
        {told}
      </span>
      <p className="quiet small">
        Where Tenor asks who is there, add a key: <code>-H &quot;Authorization: Bearer $TENOR_API_KEY&quot;</code>
      </p>
    </details>
  );
}
