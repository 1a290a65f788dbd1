import assert from "node:assert/strict";
import test from "node:test";
import { arranged, columnHead, isNumberKey, ResultTable } from "../src/grid/resultTable";
import type { Cell, Result } from "../src/lib/types";
import { knowMeasures } from "./knownMeasures";

knowMeasures();

function result(position: string, measure: string, cells: Cell[], factor = ""): Result {
  return {
    position_id: position,
    portfolio: "FUND/RATES",
    instrument_id: `I-${position}`,
    product_type: "FIXED_BOND",
    currency: "USD",
    measure,
    factor,
    cells,
  };
}

const base = (value: number): Cell[] => [{ scenario: "BASE", value }];

test("by measures, results of several listings meet in one row", () => {
  const table = new ResultTable("measures", ["PV", "YIELD", "KEY_RATE_DV01"], "BASE");
  table.add(result("A", "PV", base(1234567.891)));
  table.add(result("B", "PV", [{ scenario: "BASE", reason: { code: "missing_data", detail: "curve" } }]));
  table.add(result("A", "KEY_RATE_DV01", base(-1.234), "USD:10Y"));
  table.add(result("A", "KEY_RATE_DV01", base(0.001), "USD:5Y"));
  table.add(result("A", "YIELD", base(0.05285)));
  assert.equal(table.rowCount, 2);
  const keys = table.columns().map((column) => column.key);
  assert.deepEqual(keys.slice(5), ["PV|", "YIELD|", "KEY_RATE_DV01|USD:5Y", "KEY_RATE_DV01|USD:10Y"]);
  assert.equal(table.text(0, "PV|"), "1,234,568");
  assert.equal(table.text(0, "YIELD|"), "5.285%");
  assert.equal(table.text(0, "KEY_RATE_DV01|USD:10Y"), "-1.23");
  assert.equal(table.text(0, "KEY_RATE_DV01|USD:5Y"), "0.00");
  assert.equal(table.text(1, "PV|"), "");
  assert.equal(table.reason(1, "PV|"), "missing data: curve");
  assert.equal(table.reason(1, "YIELD|"), "", "what has not been read has no reason");
  assert.equal(table.text(0, "instrument"), "I-A");
});

test("by scenarios, the change is measured from the base and needs it", () => {
  const table = new ResultTable("scenarios", ["UP", "DOWN"], "BASE", true);
  table.add(
    result("A", "PV", [
      { scenario: "BASE", value: 100 },
      { scenario: "UP", value: 90 },
      { scenario: "DOWN", reason: { code: "did_not_converge", detail: "" } },
    ]),
  );
  table.add(result("B", "PV", [{ scenario: "BASE", reason: { code: "unsupported", detail: "" } }, { scenario: "UP", value: 1 }]));
  assert.equal(table.text(0, "UP"), "-10");
  assert.ok(table.isNegative(0, "UP"));
  assert.equal(table.text(0, "BASE"), "0");
  assert.equal(table.reason(0, "DOWN"), "did not converge");
  assert.equal(table.text(1, "UP"), "");
});

test("factors are rows of their own by scenarios", () => {
  const table = new ResultTable("scenarios", ["BASE"], "BASE");
  table.add(result("A", "FX_DELTA", base(1), "EUR"));
  table.add(result("A", "FX_DELTA", base(2), "JPY"));
  assert.equal(table.rowCount, 2);
  assert.equal(table.text(1, "factor"), "JPY");
  assert.ok(table.columns().some((column) => column.key === "factor"));
});

test("rows are put in order and looked up by the beginning of a position", () => {
  const table = new ResultTable("measures", ["PV"], "BASE");
  const values: [string, number | undefined][] = [["A-1", 3], ["A-2", undefined], ["B-1", -5], ["A-3", 10]];
  for (const [position, value] of values) {
    const cell: Cell = value === undefined ? { scenario: "BASE", reason: { code: "unsupported", detail: "x" } } : { scenario: "BASE", value };
    table.add(result(position, "PV", [cell]));
  }
  const names = (rows: Uint32Array) => Array.from(rows, (row) => table.position(row));
  assert.deepEqual(names(table.rows("", "", false)), ["A-1", "A-2", "B-1", "A-3"]);
  assert.deepEqual(names(table.rows("", "PV|", false)), ["B-1", "A-1", "A-3", "A-2"]);
  assert.deepEqual(names(table.rows("", "PV|", true)), ["A-3", "A-1", "B-1", "A-2"]);
  assert.deepEqual(names(table.rows("a", "position", true)), ["A-3", "A-2", "A-1"]);
  assert.deepEqual(names(table.rows("nothing", "", false)), []);
});

test("columns grow with the rows", () => {
  const table = new ResultTable("measures", ["PV"], "BASE");
  for (let index = 0; index < 5000; index += 1) table.add(result(`P${index}`, "PV", base(5000 - index)));
  assert.equal(table.rowCount, 5000);
  assert.equal(table.text(4999, "PV|"), "1");
  assert.equal(table.position(table.rows("", "PV|", false)[0]!), "P4999");
});

test("rows that pass every filter are kept, in order, and equal values stay as they came", () => {
  const table = new ResultTable("measures", ["PV", "YIELD"], "BASE");
  const yields = [0.04, 0.06, 0.05, 0.05];
  for (const [index, rate] of yields.entries()) {
    table.add(result(`P${index}`, "PV", base(index % 2)));
    table.add(result(`P${index}`, "YIELD", base(rate)));
  }
  table.add(result("Q", "PV", base(1)));
  const names = (...given: Parameters<ResultTable["rows"]>) =>
    Array.from(table.rows(...given), (row) => table.position(row));
  const atLeastFive = { kind: "range", key: "YIELD|", from: 5, to: undefined } as const;
  assert.deepEqual(names("", "", false, [atLeastFive]), ["P1", "P2", "P3"], "as shown, in per cent; Q has no yield");
  assert.deepEqual(names("", "PV|", true, [atLeastFive]), ["P1", "P3", "P2"]);
  assert.deepEqual(names("", "PV|", true, []), ["P1", "P3", "Q", "P0", "P2"]);
  assert.deepEqual(names("p", "", false, [{ kind: "range", key: "YIELD|", from: 5, to: 5 }]), ["P2", "P3"]);
  assert.deepEqual(names("", "", false, [{ kind: "text", key: "instrument", text: "i-q" }]), ["Q"]);
  assert.deepEqual(names("", "", false, [{ kind: "text", key: "portfolio", text: "rates" }, atLeastFive]), ["P1", "P2", "P3"]);
});

test("columns are shown as they are arranged", () => {
  const table = new ResultTable("measures", ["PV", "YIELD"], "BASE");
  table.add(result("A", "PV", base(1)));
  table.add(result("A", "YIELD", base(0.05)));
  const keys = (order: string[], hidden: string[]) =>
    arranged(table.columns(), order, new Set(hidden)).map((column) => column.key);
  assert.deepEqual(keys(["YIELD|", "position"], ["product", "currency", "none"]), [
    "YIELD|", "position", "portfolio", "instrument", "PV|",
  ]);
  assert.deepEqual(keys([], []), table.columns().map((column) => column.key));
  assert.deepEqual(table.columns().map((column) => isNumberKey(column.key)), table.columns().map((column) => column.isNumber));
  assert.deepEqual(table.columns().slice(5).map(columnHead), ["Value", "Yield (%)"]);
});
