// Who is signed in, and what they may do.

import { useSyncExternalStore } from "react";
import { change, forget, get, onSignedOut, setCrossSiteToken } from "./api";
import { Problem } from "./problem";

export type Session = {
  name: string;
  role: string;
  /** The portfolio node that the user is confined to. */
  node?: string;
  /** "open": the server has no users yet and asks nobody. */
  sign_in: "open" | "password" | "api_key" | "token";
  permissions: string[];
  must_change_password: boolean;
  csrf_token?: string;
};

/** "unknown" until the server has told. */
export type SessionState = { kind: "unknown" } | { kind: "none" } | { kind: "known"; session: Session };

const path = "/v1/session";
const listeners = new Set<() => void>();
let state: SessionState = { kind: "unknown" };

function become(next: SessionState): void {
  state = next;
  setCrossSiteToken(next.kind === "known" ? next.session.csrf_token : undefined);
  for (const listener of Array.from(listeners)) listener();
}

onSignedOut(() => {
  forget();
  if (state.kind !== "none") become({ kind: "none" });
});

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function currentSession(): SessionState {
  return state;
}

export function useSession(): SessionState {
  return useSyncExternalStore(subscribe, currentSession);
}

/** Asks the server who is signed in. */
export async function loadSession(): Promise<void> {
  try {
    become({ kind: "known", session: await get<Session>(path) });
  } catch (error) {
    // Nobody is: the listener above has heard of it. Anything else the pages tell themselves.
    if (!(error instanceof Problem)) throw error;
  }
}

export async function signIn(name: string, password: string): Promise<void> {
  const session = await change<Session>("POST", path, { name, password });
  become({ kind: "known", session });
}

export async function signOut(): Promise<void> {
  await change("DELETE", path);
  become({ kind: "none" });
}

export async function changePassword(current: string, next: string): Promise<void> {
  const session = await change<Session>("POST", `${path}/password`, { current_password: current, new_password: next });
  become({ kind: "known", session });
}

/** Whether the user may do something; taken for granted until the server has told. */
export function may(current: SessionState, permission: string): boolean {
  return current.kind !== "known" || current.session.permissions.includes(permission);
}

/** Whether names that a user types are believed, as nobody is signed in. */
export function asksForNames(current: SessionState): boolean {
  return current.kind === "known" && current.session.sign_in === "open";
}
