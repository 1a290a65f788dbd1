// A request for an operation, from what was typed into its form.

import type { Operation, Parameter } from "./document";

export type Request = { method: string; path: string; headers: Record<string, string>; body: string | undefined };

/** What the form of an operation begins with: the examples of what must be given. */
export function firstValues(operation: Operation): Record<string, string> {
  return Object.fromEntries(
    operation.parameters.map((parameter) => [parameter.name, parameter.required ? exampleText(parameter.example) : ""]),
  );
}

function exampleText(example: unknown): string {
  if (example === undefined) return "";
  if (Array.isArray(example)) return example.join(",");
  return typeof example === "string" ? example : JSON.stringify(example);
}

export function isList(parameter: Parameter): boolean {
  return parameter.shape?.type === "array";
}

/** The names of required parameters that have no value yet. */
export function missing(operation: Operation, values: Readonly<Record<string, string>>): string[] {
  return operation.parameters
    .filter((parameter) => parameter.required && (values[parameter.name] ?? "") === "")
    .map((parameter) => parameter.name);
}

/** Parameters without a value are left out; lists are typed with commas and sent one by one. */
export function requestOf(
  operation: Operation,
  values: Readonly<Record<string, string>>,
  body: { type: string; text: string } | undefined,
): Request {
  const query = new URLSearchParams();
  const headers: Record<string, string> = {};
  let path = operation.path;
  for (const parameter of operation.parameters) {
    const value = values[parameter.name] ?? "";
    switch (parameter.in) {
      case "path":
        path = path.replace(`{${parameter.name}}`, encodeURIComponent(value));
        break;
      case "query":
        if (value !== "") {
          for (const item of isList(parameter) ? value.split(",") : [value]) query.append(parameter.name, item.trim());
        }
        break;
      case "header":
        if (value !== "") headers[parameter.name] = value;
        break;
      case "cookie":
        // The browser sends its own.
        break;
    }
  }
  if (body) headers["Content-Type"] = body.type;
  const text = query.toString();
  return { method: operation.method, path: text ? `${path}?${text}` : path, headers, body: body?.text };
}

/** The request as a command of curl, quoted for a POSIX shell. */
export function curl(request: Request, origin: string): string {
  const parts = ["curl -sS"];
  if (request.method !== "GET") parts.push(`-X ${request.method}`);
  parts.push(quoted(origin + request.path));
  for (const [name, value] of Object.entries(request.headers)) parts.push(`-H ${quoted(`${name}: ${value}`)}`);
  if (request.body !== undefined) parts.push(`--data-binary ${quoted(request.body)}`);
  return parts.join(" \\\n  ");
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
