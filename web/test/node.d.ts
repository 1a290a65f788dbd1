// The modules of Node that the tests use, so far as they use them.
declare module "node:test" {
  export default function test(name: string, body: () => void | Promise<void>): void;
}
declare module "node:assert/strict" {
  const assert: {
    equal(actual: unknown, expected: unknown, message?: string): void;
    deepEqual(actual: unknown, expected: unknown, message?: string): void;
    ok(value: unknown, message?: string): void;
    rejects(promise: Promise<unknown>, message?: string): Promise<void>;
  };
  export default assert;
}
declare module "node:child_process" {
  export function execFileSync(file: string, options: string[], settings: { input: Uint8Array }): { toString: () => string };
}
