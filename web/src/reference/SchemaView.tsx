import { useState } from "react";
import { limits, members, schemaOf, typeText } from "./document";
import type { Document, Schema } from "./document";

/** A schema's members with their types; what has members of its own is opened by hand. */
export function SchemaView(props: { document: Document; schema: Schema }) {
  const found = members(props.document, props.schema);
  if (found.length === 0) return null;
  return (
    <ul className="schema">
      {found.map((member, index) => (
        <li key={`${member.name} ${index}`}>
          <code>{member.name}</code> <SchemaType document={props.document} schema={member.schema} />
          {member.isRequired && <span className="badge badge-idle">required</span>}
          <SchemaWords document={props.document} schema={member.schema} />
          <Opened document={props.document} schema={member.schema} />
        </li>
      ))}
    </ul>
  );
}

export function SchemaType(props: { document: Document; schema: Schema }) {
  return <span className="quiet">{typeText(props.document, props.schema)}</span>;
}

/** What a value means and which are allowed. */
export function SchemaWords(props: { document: Document; schema: Schema }) {
  const { schema } = schemaOf(props.document, props.schema);
  const told = [...limits(schema), ...(schema.items ? limits(schemaOf(props.document, schema.items).schema) : [])];
  return (
    <>
      {(props.schema.description ?? schema.description) && <p>{props.schema.description ?? schema.description}</p>}
      {told.length > 0 && <p className="quiet small">{told.join("; ")}</p>}
    </>
  );
}

/** Members are drawn when they are asked for: a schema may contain itself. */
function Opened(props: { document: Document; schema: Schema }) {
  const [isOpen, setOpen] = useState(false);
  const count = members(props.document, props.schema).length;
  if (count === 0) return null;
  return (
    <>
      <button type="button" className="plain small" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {isOpen ? "Close" : "Open"} {typeText(props.document, props.schema)}
      </button>
      {isOpen && <SchemaView document={props.document} schema={props.schema} />}
    </>
  );
}
