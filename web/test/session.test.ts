import assert from "node:assert/strict";
import test from "node:test";
import { change, get } from "../src/lib/api";
import { asksForNames, changePassword, currentSession, loadSession, may, signIn, signOut } from "../src/lib/session";
import type { Session } from "../src/lib/session";

const ann: Session = {
  name: "ann",
  role: "viewer",
  sign_in: "password",
  permissions: ["read_results"],
  must_change_password: false,
  csrf_token: "word",
};

type Sent = { path: string; method: string; headers: Record<string, string>; body: string | undefined };

/** Answers requests in place of a server, and keeps them. */
function serve(answer: (path: string, method: string) => Response): Sent[] {
  const sent: Sent[] = [];
  globalThis.fetch = ((path: string, init: RequestInit = {}) => {
    const method = init.method ?? "GET";
    const headers = (init.headers ?? {}) as Record<string, string>;
    sent.push({ path, method, headers, body: init.body as string | undefined });
    return Promise.resolve(answer(path, method));
  }) as typeof fetch;
  return sent;
}

const json = (value: unknown, status = 200) => new Response(JSON.stringify(value), { status });
const nobody = () => json({ title: "Sign-in needed", status: 401 }, 401);

test("until the server has told, nothing is kept from the user and no name is asked for", () => {
  assert.equal(currentSession().kind, "unknown");
  assert.ok(may(currentSession(), "publish_runs"));
  assert.ok(!asksForNames(currentSession()));
});

test("nobody is signed in where the server says so, at the start or in the middle", async () => {
  serve(nobody);
  await loadSession();
  assert.equal(currentSession().kind, "none");
  serve(() => json(ann, 201));
  await signIn("ann", "secret");
  assert.equal(currentSession().kind, "known");
  serve(nobody);
  await assert.rejects(get("/v1/runs?limit=1"));
  assert.equal(currentSession().kind, "none");
});

test("every change shows the word of the session, and none does after signing out", async () => {
  const sent = serve((_, method) => (method === "DELETE" ? new Response(null, { status: 204 }) : json(ann, 201)));
  await signIn("ann", "secret");
  assert.deepEqual(JSON.parse(sent[0]?.body ?? ""), { name: "ann", password: "secret" });
  assert.equal(sent[0]?.headers["X-CSRF-Token"], undefined);
  await change("POST", "/v1/runs/R1/pause", {});
  assert.equal(sent[1]?.headers["X-CSRF-Token"], "word");
  await signOut();
  assert.equal(sent[2]?.headers["X-CSRF-Token"], "word");
  assert.equal(currentSession().kind, "none");
  await change("POST", "/v1/runs/R1/pause", {});
  assert.equal(sent[3]?.headers["X-CSRF-Token"], undefined);
});

test("what one user has read is not shown to the next", async () => {
  serve(() => json({ secret: 1 }));
  await get("/v1/runs/R1");
  serve(nobody);
  await loadSession();
  const sent = serve(() => json(ann, 201));
  await get("/v1/runs/R1");
  assert.equal(sent[0]?.headers["If-None-Match"], undefined);
});

test("a new password begins a new session", async () => {
  const sent = serve(() => json({ ...ann, csrf_token: "other" }));
  await changePassword("old", "new");
  assert.deepEqual(JSON.parse(sent[0]?.body ?? ""), { current_password: "old", new_password: "new" });
  await change("POST", "/v1/runs/R1/pause", {});
  assert.equal(sent[1]?.headers["X-CSRF-Token"], "other");
});

test("permissions are those of the session", async () => {
  serve(() => json({ ...ann, sign_in: "open" }));
  await loadSession();
  assert.ok(may(currentSession(), "read_results") && !may(currentSession(), "publish_runs"));
  assert.ok(asksForNames(currentSession()));
});
