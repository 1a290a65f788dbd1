import assert from "node:assert/strict";
import test from "node:test";
import { headFile, keptHead } from "../src/lib/access";
import { withQuery } from "../src/lib/api";
import { splitFactor, tenorYears } from "../src/lib/cells";
import { csv } from "../src/lib/csv";
import { axisNumber, compact, day, duration, moment, number, percent, signed, words } from "../src/lib/format";
import { ladder } from "../src/lib/ladder";
import { isPlain, measureLabel, measureText } from "../src/lib/measures";
import { exchangeRate, marketInputs } from "../src/lib/marketInputs";
import { parseMetrics } from "../src/lib/metrics";
import { boundsText, draftOf, emptyDraft, figureText, figureValue, termsOf } from "../src/lib/limits";
import { match } from "../src/lib/router";
import { shiftText } from "../src/lib/shift";
import { trees, visibleNodes } from "../src/lib/tree";
import type { CashFlow, LimitDefinition, Market } from "../src/lib/types";
import { changeText, profits, readChanges, writeChanges } from "../src/lib/whatIf";
import type { Change } from "../src/lib/whatIf";
import { knowMeasures } from "./knownMeasures";

knowMeasures();

test("numbers are written with thousands apart and without a sign of nothing", () => {
  assert.equal(number(1234567.5), "1,234,568");
  assert.equal(number(-0.4), "0");
  assert.equal(number(-0.004, 2), "0.00");
  assert.equal(signed(12.5, 1), "+12.5");
  assert.equal(signed(0.2), "0");
  assert.equal(signed(-3), "-3");
  assert.equal(percent(0.0528512, 3), "5.285%");
  assert.equal(compact(-117_041), "-117k");
  assert.equal(compact(12_264_025), "12.3m");
  assert.equal(axisNumber(-20_000), "-20k");
  assert.equal(axisNumber(2_500_000), "2.5m");
  assert.equal(axisNumber(100_000), "100k");
  assert.equal(axisNumber(0), "0");
});

test("times are UTC and days are days everywhere", () => {
  assert.equal(day("2023-03-31"), "31 Mar 2023");
  assert.equal(moment("2023-12-31T23:59:59.999Z"), "31 Dec 2023, 23:59:59 UTC");
  assert.equal(moment(undefined), "");
  assert.equal(duration(950), "950 ms");
  assert.equal(duration(61_000), "1 min 1 s");
  assert.equal(words("FIRST_COUPON_DATE"), "First coupon date");
});

test("limits are written with their figure's unit", () => {
  const dv01 = { measure: { measure: "DV01", factor: "", scenario: "BASE" } };
  assert.equal(figureText(dv01), "DV01 under BASE");
  assert.equal(
    boundsText({ name: "a", node: "", figure: dv01, bounds: { minimum: -1e5, warning_share: 0.9 }, currency: "USD" }),
    "at least -100,000 USD",
  );
  const profit = { profit: { scenario: "UP", is_relative: true } };
  assert.equal(figureValue(profit, -0.0512), "-5.12%");
  assert.equal(
    boundsText({ name: "a", node: "", figure: profit, bounds: { minimum: -0.1, maximum: 0.2, warning_share: 1 } }),
    "-10.00% to 20.00%",
  );
  assert.equal(figureText({ concentration: { attribute: "product_type", largest: 3 } }), "Share of the 3 largest by product type");
  assert.equal(figureValue({ concentration: { attribute: "node" } }, 0.25), "0.2500");
});

test("a measure nobody has heard of is still written", () => {
  assert.equal(measureText("PV", 179_209_592.52), "179,209,593");
  assert.equal(measureText("DV01", -117_104.7, true), "-117,105");
  assert.equal(measureText("DV01", -117_104.7), "-117,104.70");
  assert.equal(measureText("YIELD", 0.0528512), "5.285%");
  assert.deepEqual(["PV", "KEY_RATE_DV01", "CASHFLOWS", "VALUE_AT_RISK"].filter(isPlain), ["PV", "VALUE_AT_RISK"]);
  assert.equal(measureLabel("VALUE_AT_RISK", "99%"), "Value at risk 99%");
  assert.equal(measureText("VALUE_AT_RISK", 1.23456789123), "1.2345679");
});

test("addresses fit their patterns and no others", () => {
  assert.deepEqual(match("/", "/"), {});
  assert.equal(match("/", "/runs"), undefined);
  assert.equal(match("/runs", "/"), undefined);
  assert.deepEqual(match("/runs/:run", "/runs/R%2F1"), { run: "R/1" });
  assert.deepEqual(match("/runs/:run/positions/:position", "/runs/R1/positions/A.B/"), { run: "R1", position: "A.B" });
  assert.equal(match("/runs/:run", "/runs/%"), undefined);
  assert.equal(match("/runs/:run", "/runs//"), undefined);
  assert.equal(withQuery("/a", { b: "", c: undefined, d: ["x", "y&"], e: 0 }), "/a?d=x&d=y%26&e=0");
  assert.equal(withQuery("/a?b=1", { c: 2 }), "/a?b=1&c=2");
});

test("a tree has parents before children and makes up no parent", () => {
  const roots = trees(["F/B/C", "F", "F/A", "", "G/X"]);
  assert.deepEqual(visibleNodes(roots, () => true).map((node) => [node.path, node.name, node.depth]), [
    ["F", "F", 0],
    ["F/A", "A", 1],
    ["F/B/C", "B/C", 1],
    ["G/X", "G/X", 0],
  ]);
  assert.deepEqual(visibleNodes(roots, () => false).map((node) => node.path), ["F", "G/X"]);
});

test("a ladder keeps every amount and leaves no period out", () => {
  const flow = (pay_date: string, interest: number, principal: number): CashFlow => ({
    period_number: 1, pay_date, currency: "USD", interest, principal, prepayment: 0, total: interest + principal, balance: 0,
  });
  const flows = [flow("2024-11-15", 2, 0), flow("2024-12-31", 3, 0), flow("2026-01-01", 1, 100)];
  assert.deepEqual(ladder(flows, "year").map((row) => [row.period, row.total]), [["2024", 5], ["2025", 0], ["2026", 101]]);
  assert.deepEqual(ladder(flows, "quarter").map((row) => row.period), ["2024 Q4", "2025 Q1", "2025 Q2", "2025 Q3", "2025 Q4", "2026 Q1"]);
  assert.equal(ladder(flows, "month").length, 15);
  assert.equal(ladder(flows, "month").reduce((sum, row) => sum + row.total, 0), 106);
  assert.deepEqual(ladder([], "year"), []);
});

test("tenors have their order and factors their parts", () => {
  assert.deepEqual(["10Y", "3M", "ON", "1Y", "2W", "??"].sort((a, b) => tenorYears(a) - tenorYears(b)), ["ON", "2W", "3M", "1Y", "10Y", "??"]);
  assert.deepEqual(splitFactor("USD.SOFR:5Y"), { curve: "USD.SOFR", tenor: "5Y" });
  assert.deepEqual(splitFactor("EUR"), { curve: "EUR", tenor: "" });
});

test("CSV quotes what needs it", () => {
  assert.equal(csv([["a", 'b"c', "1,234", "d\ne"]]), 'a,"b""c","1,234","d\ne"\r\n');
});

test("CSV starts no formula, and leaves numbers alone", () => {
  assert.equal(csv([["=1+1", "@A1", "-cmd", "-12.5", "+3", "-.5"]]), "'=1+1,'@A1,'-cmd,-12.5,+3,-.5\r\n");
});

test("figures are read with their labels and meaning", () => {
  const samples = parseMetrics('# HELP q Tasks, by state.\n# TYPE q gauge\nq{state="a\\"b",x="1"} 2.5\nr 3\n');
  assert.deepEqual(samples, [
    { name: "q", labels: { state: 'a"b', x: "1" }, value: 2.5, help: "Tasks, by state." },
    { name: "r", labels: {}, value: 3, help: "" },
  ]);
});

test("shifts are told in words, whatever their kind", () => {
  assert.equal(shiftText({ rates: { curves: [], domain: "zero", shape: { parallel: { basis_points: 1 } } } }), "rates: curves all, domain zero, parallel 1 bp");
  const profile = { points: [{ basis_points: 21, tenor: "3M" }, { basis_points: 61, tenor: "1Y" }] };
  assert.equal(shiftText({ rates: { shape: { profile } } }), "rates: profile points 3M 21 bp, 1Y 61 bp");
  assert.equal(shiftText({ new_kind: { level: 3 } }), "new kind: level 3");
});

test("a head of the audit trail is saved as the command line saves it, and nothing else is read as one", () => {
  const head = { sequence: 42, hash: "ab".repeat(32), time: "2026-11-21T16:00:00.000Z" };
  const file = headFile(head);
  assert.equal(file.name, "audit-head-000000000042.json");
  assert.equal(file.text, `{"hash":"${head.hash}","sequence":42,"time":"${head.time}"}\n`);
  assert.deepEqual(keptHead(file.text), head);
  for (const text of ["", "7", "{}", file.text.replace("42", "0"), file.text.replace("ab", "AB"), file.text.replace("42", "1.5")]) {
    assert.equal(keptHead(text), undefined, text);
  }
});

test("a limit that is opened for change and sent again says the same", () => {
  const limits: LimitDefinition[] = [
    {
      name: "a",
      node: "F/X",
      figure: { measure: { measure: "KEY_RATE_DV01", factor: "USD:5Y", scenario: "UP" } },
      bounds: { minimum: -1e5, maximum: 2.5, warning_share: 0.57 },
      currency: "USD",
    },
    { name: "a", node: "", figure: { profit: { scenario: "UP", is_relative: true } }, bounds: { minimum: -0.08, warning_share: 1 } },
    { name: "a", node: "", figure: { concentration: { attribute: "issuer", largest: 3 } }, bounds: { maximum: 0.2, warning_share: 0.9 } },
    { name: "a", node: "", figure: { concentration: { attribute: "node" } }, bounds: { maximum: 0.2, warning_share: 0.9 } },
  ];
  for (const limit of limits) {
    const { bounds, ...rest } = limit;
    const { name: _, ...said } = { ...rest, ...bounds };
    assert.deepEqual(termsOf(draftOf(limit), limit.currency !== undefined), said);
  }
  // What is not a number is left for the server to refuse, and what is empty is not sent.
  assert.deepEqual(Object.keys(termsOf({ ...emptyDraft, warning: "" }, true)), ["node", "figure"]);
});

test("changes go into an address and come back, and anything else in it is left out", () => {
  const changes: Change[] = [
    { action: "remove", position_id: "A" },
    { action: "resize", position_id: "B", quantity: -1500.5 },
    { action: "add", position: { position_id: "N", portfolio: "F/X", instrument_id: "I", quantity: 1e6 } },
  ];
  assert.deepEqual(readChanges(writeChanges(changes)), changes);
  assert.equal(writeChanges([]), "");
  assert.deepEqual(changes.map(changeText), [
    "remove A",
    "resize B to -1,500.50",
    "add 1,000,000 of I as N in F/X",
  ]);
  for (const text of ["", "{", "7", "null", '{"action":"remove"}', '[7,null,{"action":"sell","position_id":"A"}]', '[{"action":"add"}]']) {
    assert.deepEqual(readChanges(text), [], text);
  }
});

test("profit is told from the base on each side, where both have a value", () => {
  const item = { node: "", measure: "PV", factor: "", positions_before: 1, positions_after: 1, gaps_before: 0, gaps_after: 0 };
  const cells = [
    { scenario: "BASE", before: 100, after: 80 },
    { scenario: "UP", before: 90, after: 75 },
    { scenario: "FX", before: 95 },
  ];
  assert.deepEqual(profits({ ...item, cells }, "BASE"), [
    { scenario: "UP", before: -10, after: -5 },
    { scenario: "FX", before: -5, after: undefined },
  ]);
  assert.deepEqual(profits(undefined, "BASE"), []);
});

test("the inputs of a price are the curves and rates of its currencies, and what is missing is said", () => {
  const market: Market = {
    valuation_date: "2023-03-31",
    source: "close",
    built_at: "",
    adjustments: [],
    curves: [
      { id: "USD.T", currency: "USD", kind: { par: "semiannual" }, interpolation: "linear_zero", points: [{ tenor: "1Y", rate: 0.04 }], source: "Treasury" },
    ],
    spread_curves: [{ id: "USD.BBB", currency: "USD", points: [{ tenor: "5Y", basis_points: 120 }], source: "index" }],
    discount_curves: { USD: "USD.T" },
    fx_rates: { USD: 1.0875, JPY: 144.8 },
    fx_base: "EUR",
  };
  assert.deepEqual(
    marketInputs(market, { currency: "USD", spread_curve: "USD.BBB" }, "USD").map((input) => [input.kind, input.name, input.content, input.source]),
    [
      ["Discount curve", "USD.T", "1 par quotes, linear zero", "Treasury"],
      ["Spread curve", "USD.BBB", "5Y 120 bp", "index"],
    ],
  );
  assert.deepEqual(
    marketInputs(market, { currency: "USD", buy_currency: "JPY", sell_currency: "AUD" }, "EUR").map((input) => `${input.name}: ${input.source}`),
    ["USD.T: Treasury", "JPY: none in the market", "AUD: none in the market", "USD in EUR: close", "JPY in EUR: close", "AUD in EUR: none in the market"],
  );
  assert.equal(exchangeRate(market, "EUR", "USD"), 1.0875);
  assert.equal(exchangeRate(market, "USD", "JPY"), 144.8 / 1.0875);
});
