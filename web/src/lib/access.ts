// Users, keys and the audit trail, as the services answer.

import { segment } from "./api";

export type UserState = "active" | "new" | "locked" | "disabled";
export type User = {
  name: string;
  role: string;
  node?: string;
  state: UserState;
  failed_attempts: number;
  last_sign_in?: string;
  created_at: string;
  created_by: string;
};
/** `one_time_password`: where there is a new one, told this once. */
export type UserWithPassword = { user: User; one_time_password?: string; warnings: string[] };

export type AccessKey = {
  key_id: string;
  name: string;
  role: string;
  node?: string;
  state: "active" | "expired" | "revoked";
  expires_at: string;
  revoked_at?: string;
  created_at: string;
  created_by: string;
};
export type KeyWithSecret = { key: AccessKey; secret?: string; warnings: string[] };

export type RolePermissions = { role: string; permissions: string[] };

export type AuditRecord = {
  sequence: number;
  time: string;
  actor: string;
  authenticated_by: string;
  action: string;
  object_kind: string;
  object_id: string;
  outcome: string;
  request_id: string;
  client_address: string;
  details: unknown;
  previous_hash: string;
  hash: string;
};
export type AuditHead = { sequence: number; hash: string; time: string };
export type AuditVerification = {
  head?: AuditHead;
  heads_checked: number;
  fault?: { kind: string; sequence: number; message: string };
};

export const userPath = (name: string, ...more: string[]) => ["/v1/users", segment(name), ...more].join("/");
export const userPage = (name: string) => `/users/${segment(name)}`;

/** A head of the trail from the text of a file that was kept elsewhere; undefined where it is none. */
export function keptHead(text: string): AuditHead | undefined {
  try {
    const head = JSON.parse(text) as Partial<AuditHead>;
    const isHead = Number.isInteger(head.sequence) && head.sequence! > 0 && /^[0-9a-f]{64}$/.test(head.hash ?? "");
    return isHead ? { sequence: head.sequence!, hash: head.hash!, time: head.time ?? "" } : undefined;
  } catch {
    return undefined;
  }
}

/** The file of a head as `tenor audit head --output` writes it, and its name in a folder of many. */
export function headFile(head: AuditHead): { name: string; text: string } {
  return {
    name: `audit-head-${String(head.sequence).padStart(12, "0")}.json`,
    text: `${JSON.stringify({ hash: head.hash, sequence: head.sequence, time: head.time })}\n`,
  };
}
