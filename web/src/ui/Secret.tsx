import { useState } from "react";

/** A secret that the server tells this once. */
export function Secret(props: { title: string; text: string; warnings?: readonly string[]; done: () => void }) {
  const [isCopied, setCopied] = useState(false);
  const copy = () => navigator.clipboard.writeText(props.text).then(() => setCopied(true));
  return (
    <div className="note note-mild secret-note" role="status">
      <strong>{props.title}</strong>
      <p>
        <code className="secret">{props.text}</code>
      </p>
      <p>It is shown this once and kept nowhere. Hand it over where nobody else reads along.</p>
      {(props.warnings ?? []).map((text) => (
        <p key={text}>{text}</p>
      ))}
      <div className="bar">
        <button type="button" onClick={() => void copy()}>
          {isCopied ? "Copied" : "Copy"}
        </button>
        <button type="button" onClick={props.done}>
          Done
        </button>
      </div>
    </div>
  );
}
