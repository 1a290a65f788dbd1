import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import test from "node:test";
import { tarBytes } from "../src/lib/tar";

const file = (text: string, name: string) => ({ name, arrayBuffer: () => new Blob([text]).arrayBuffer() });

test("an archive of files is one that tar reads", async () => {
  const long = "index,date,rate_percent\n".repeat(100);
  const files = [file("", "empty.csv"), file(long, "fixings.csv"), file("€", "market.json")];
  const bytes = await tarBytes(files);
  assert.equal(bytes.length % 512, 0);
  const read = (...options: string[]) => execFileSync("tar", options, { input: bytes }).toString();
  assert.equal(read("-tf", "-"), "empty.csv\nfixings.csv\nmarket.json\n");
  assert.equal(read("-xOf", "-", "fixings.csv"), long);
  assert.equal(read("-xOf", "-", "market.json"), "€");
  assert.equal(read("-xOf", "-", "empty.csv"), "");
  assert.deepEqual(await tarBytes(files), bytes);
});
