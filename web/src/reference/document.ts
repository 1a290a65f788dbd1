// The services' description of themselves (OpenAPI 3.1), as the page of the interface reads it.

export type Schema = {
  $ref?: string;
  type?: string | string[];
  description?: string;
  format?: string;
  pattern?: string;
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: boolean | Schema;
  oneOf?: Schema[];
  anyOf?: Schema[];
  allOf?: Schema[];
};

export type Parameter = {
  name: string;
  in: "path" | "query" | "header" | "cookie";
  required?: boolean;
  description?: string;
  schema?: Schema;
  /** The schema itself where `schema` refers to one. */
  shape?: Schema;
  example?: unknown;
};

export type Content = Record<string, { schema?: Schema; example?: unknown }>;
export type Answer = { description?: string; content?: Content };
type Ref = { $ref: string };
type RawOperation = {
  operationId?: string;
  tags?: string[];
  summary?: string;
  description?: string;
  parameters?: (Parameter | Ref)[];
  requestBody?: { description?: string; required?: boolean; content: Content } | Ref;
  responses?: Record<string, Answer | Ref>;
};

export type Document = {
  info: { title: string; version: string; description?: string };
  tags?: { name: string; description?: string }[];
  paths: Record<string, Record<string, unknown>>;
  components: Record<string, Record<string, unknown>>;
};

export type Body = { description?: string; required?: boolean; content: Content };

/** An operation with what it refers to in its place, except for schemas, which may refer to themselves. */
export type Operation = {
  id: string;
  method: string;
  path: string;
  tag: string;
  summary: string;
  description: string;
  parameters: Parameter[];
  body: Body | undefined;
  answers: [status: string, answer: Answer][];
};

const methods = ["get", "put", "post", "patch", "delete"];

/** What a reference such as #/components/schemas/Run leads to; undefined where it leads to nothing. */
export function referred(document: Document, ref: string): unknown {
  return ref
    .replace(/^#\//, "")
    .split("/")
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce<unknown>((found, part) => (found as Record<string, unknown> | undefined)?.[part], document);
}

function resolved<Value>(document: Document, value: Value | Ref): Value {
  const ref = (value as Ref).$ref;
  return typeof ref === "string" ? (referred(document, ref) as Value) : (value as Value);
}

function parameter(document: Document, given: Parameter | Ref): Parameter {
  const found = resolved<Parameter>(document, given);
  return found.schema ? { ...found, shape: schemaOf(document, found.schema).schema } : found;
}

/** Every operation, in the document's order. */
export function operations(document: Document): Operation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const raw = item[method] as RawOperation | undefined;
      if (!raw) return [];
      const shared = (item["parameters"] as (Parameter | Ref)[] | undefined) ?? [];
      return [
        {
          id: raw.operationId ?? `${method} ${path}`,
          method: method.toUpperCase(),
          path,
          tag: raw.tags?.[0] ?? "",
          summary: raw.summary ?? "",
          description: raw.description ?? "",
          parameters: [...shared, ...(raw.parameters ?? [])].map((given) => parameter(document, given)),
          body: raw.requestBody && resolved<Body>(document, raw.requestBody),
          answers: Object.entries(raw.responses ?? {}).map(
            ([status, answer]): [string, Answer] => [status, resolved<Answer>(document, answer)],
          ),
        },
      ];
    }),
  );
}

/** The schema itself, and the name it has where it is referred to. */
export function schemaOf(document: Document, schema: Schema): { schema: Schema; name: string } {
  if (!schema.$ref) return { schema, name: "" };
  const found = (referred(document, schema.$ref) as Schema | undefined) ?? {};
  return { schema: found, name: schema.$ref.split("/").pop() ?? "" };
}

/** A type in words: a list of Position, string or null, one of A, B. */
export function typeText(document: Document, given: Schema): string {
  const { schema, name } = schemaOf(document, given);
  if (name) return name;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.items) return `list of ${typeText(document, schema.items)}`;
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices) return choices.map((choice) => typeText(document, choice)).join(" or ");
  const type = Array.isArray(schema.type) ? schema.type.join(" or ") : (schema.type ?? "anything");
  return schema.format ? `${type}, ${schema.format}` : type;
}

/** What values are allowed beyond the type, in words. */
export function limits(schema: Schema): string[] {
  const told: string[] = [];
  if (schema.enum) told.push(`one of ${schema.enum.map((value) => String(value)).join(", ")}`);
  const between = (from: number | undefined, to: number | undefined, unit: string) => {
    if (from !== undefined && to !== undefined) told.push(`${from} to ${to}${unit}`);
    else if (from !== undefined) told.push(`at least ${from}${unit}`);
    else if (to !== undefined) told.push(`at most ${to}${unit}`);
  };
  between(schema.minimum, schema.maximum, "");
  if (schema.exclusiveMinimum !== undefined) told.push(`more than ${schema.exclusiveMinimum}`);
  if (schema.exclusiveMaximum !== undefined) told.push(`less than ${schema.exclusiveMaximum}`);
  between(schema.minLength, schema.maxLength, " characters");
  between(schema.minItems, schema.maxItems, " items");
  if (schema.pattern) told.push(`like ${schema.pattern}`);
  if (schema.default !== undefined) told.push(`${JSON.stringify(schema.default)} unless given`);
  return told;
}

/** The parts of a schema that can be looked into: members of an object, items of a list, and alternatives. */
export function members(document: Document, given: Schema): { name: string; schema: Schema; isRequired: boolean }[] {
  const { schema } = schemaOf(document, given);
  const required = new Set(schema.required ?? []);
  const own = Object.entries(schema.properties ?? {}).map(([name, member]) => ({
    name,
    schema: member,
    isRequired: required.has(name),
  }));
  const all = (schema.allOf ?? []).flatMap((part) => members(document, part));
  const choices = (schema.oneOf ?? schema.anyOf ?? []).map((choice, index) => ({
    name: `choice ${index + 1}`,
    schema: choice,
    isRequired: false,
  }));
  const items = schema.items ? members(document, schema.items) : [];
  const { additionalProperties } = schema;
  const others =
    typeof additionalProperties === "object"
      ? [{ name: "any name", schema: additionalProperties, isRequired: false }]
      : [];
  return [...own, ...all, ...choices, ...items, ...others];
}

/** An example as it is sent: text as text, all else as JSON. */
export function bodyText(example: unknown): string {
  return typeof example === "string" ? example : JSON.stringify(example, null, 2);
}
