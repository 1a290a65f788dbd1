// Requests to the services: one cache by address, checked with the server by entity tag.

import { Problem } from "./problem";
import type { Page } from "./types";

type Stored = { data: unknown; tag: string | null; readAt: number };

const capacity = 300;
const stored = new Map<string, Stored>();
const running = new Map<string, Promise<unknown>>();

let crossSiteToken: string | undefined;
let signedOut: () => void = () => {};

/** What every change shows, so that the server knows that a page of its own asks; see GET /v1/session. */
export function setCrossSiteToken(token: string | undefined): void {
  crossSiteToken = token;
}

/** The headers that a change needs besides its own. */
export function changeHeaders(): Record<string, string> {
  return crossSiteToken ? { "X-CSRF-Token": crossSiteToken } : {};
}

/** Calls `listener` when the server says that nobody is signed in. */
export function onSignedOut(listener: () => void): void {
  signedOut = listener;
}

/** Forgets what was read. */
export function forget(): void {
  stored.clear();
}

/** What is known of an address already, to be shown while it is asked for again. */
export function remembered<Data>(path: string): Data | undefined {
  return stored.get(path)?.data as Data | undefined;
}

/** Reads an address; two at a time share one request, and an unchanged answer is not sent again. */
export function get<Data>(path: string): Promise<Data> {
  const already = running.get(path);
  if (already) return already as Promise<Data>;
  const request = read<Data>(path).finally(() => running.delete(path));
  running.set(path, request);
  return request;
}

async function read<Data>(path: string): Promise<Data> {
  const known = stored.get(path);
  const response = await send(path, {
    headers: known?.tag ? { "If-None-Match": known.tag } : {},
    cache: "no-store",
  });
  if (response.status === 304 && known) return known.data as Data;
  if (!response.ok) throw await Problem.of(response);
  const data = (await response.json()) as Data;
  stored.delete(path);
  stored.set(path, { data, tag: response.headers.get("ETag"), readAt: Date.now() });
  const oldest = stored.size > capacity ? stored.keys().next().value : undefined;
  if (oldest !== undefined) stored.delete(oldest);
  return data;
}

/** Reads without the cache, for long listings that are held elsewhere. */
export async function getFresh<Data>(path: string, signal: AbortSignal): Promise<Data> {
  const response = await send(path, { signal, cache: "no-store" });
  if (!response.ok) throw await Problem.of(response);
  return (await response.json()) as Data;
}

/** Every item of a listing, page by page, up to `limit`. */
export async function getAll<Item>(path: string, limit = 20_000): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  do {
    const page: Page<Item> = await get<Page<Item>>(withQuery(path, { limit: 1000, cursor }));
    items.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor && items.length < limit);
  return items;
}

type Method = "POST" | "PUT" | "DELETE";

/** Asks for a change; what is remembered may have become old by it and is forgotten. */
export async function change<Data>(
  method: Method,
  path: string,
  body?: unknown,
  idempotencyKey?: string,
): Promise<Data> {
  const data = await sendBody<Data>(method, path, body, idempotencyKey);
  forget();
  return data;
}

/** Asks a question that needs a body; it changes nothing. */
export function ask<Data>(path: string, body: unknown): Promise<Data> {
  return sendBody<Data>("POST", path, body);
}

async function sendBody<Data>(method: Method, path: string, body?: unknown, idempotencyKey?: string): Promise<Data> {
  const headers = changeHeaders();
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (idempotencyKey) headers["Idempotency-Key"] = idempotencyKey;
  const init: RequestInit = { method, headers };
  if (body !== undefined) init.body = JSON.stringify(body);
  const response = await send(path, init);
  if (!response.ok) throw await Problem.of(response);
  return (response.status === 204 ? undefined : await response.json()) as Data;
}

/** Sends a file as it is. */
export async function sendFile<Data>(path: string, file: File, type: string): Promise<Data> {
  const response = await send(path, { method: "POST", headers: { ...changeHeaders(), "Content-Type": type }, body: file });
  if (!response.ok) throw await Problem.of(response);
  forget();
  return (await response.json()) as Data;
}

/** The answer to a request, whatever its status. */
export async function send(path: string, init: RequestInit): Promise<Response> {
  try {
    const response = await fetch(path, init);
    if (response.status === 401) signedOut();
    return response;
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw Problem.unreachable();
  }
}

export type QueryValue = string | number | boolean | readonly string[] | undefined | null;

/** The address with more query; what is empty is left out, lists are repeated. */
export function withQuery(path: string, query: Record<string, QueryValue>): string {
  const items = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === "") continue;
    if (typeof value === "object") for (const item of value) items.append(name, item);
    else items.append(name, String(value));
  }
  const text = items.toString();
  return text ? `${path}${path.includes("?") ? "&" : "?"}${text}` : path;
}

/** An identifier as a segment of an address. */
export const segment = encodeURIComponent;

/** A key that no other request has. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
