import assert from "node:assert/strict";
import test from "node:test";
import { closer, cubeTable, cubeText, groupLabel, groupsOf, groupText, heatClass, resultsPage } from "../src/lib/cube";
import type { Cube } from "../src/lib/types";

const value = (amount: number) => [{ value: amount, position_count: 1, gap_count: 0 }];
const cube: Cube = {
  run_state: "SUCCEEDED",
  currency: "USD",
  scenario: "BASE",
  dimensions: [
    { dimension: "sector", axis: "rows", groups: [{ kind: "VALUE", value: "GOV" }, { kind: "NONE" }] },
    { dimension: "rating", axis: "rows", groups: [{ kind: "VALUE", value: "AAA" }, { kind: "OTHER", value_count: 3 }] },
    { dimension: "currency", axis: "columns", groups: [{ kind: "VALUE", value: "USD" }, { kind: "VALUE", value: "EUR" }] },
  ],
  figures: [{ name: "PV", factor: "", label: "Value", unit: "AMOUNT", decimals: 0 }],
  cells: [
    { at: [0, 0, 1], figures: value(-40) },
    { at: [0, 0, null], figures: value(-40) },
    { at: [0, 1, 0], figures: value(100), results: "/v1/runs/R/results?sector=GOV" },
    { at: [0, 1, null], figures: value(100) },
    { at: [0, null, 0], figures: value(100) },
    { at: [1, 0, 0], figures: value(7) },
    { at: [null, null, 0], figures: value(107) },
    { at: [null, null, 1], figures: value(-40) },
    { at: [null, null, null], figures: value(67) },
  ],
};

test("a cube is a table with totals last and none within", () => {
  const table = cubeTable(cube, 0);
  assert.deepEqual(table.rows.map((row) => row.labels), [["GOV", "AAA"], ["GOV", "3 others"], ["none", "AAA"], ["Total", "Total"]]);
  assert.deepEqual(table.columns.map((column) => column.labels), [["USD"], ["EUR"], ["Total"]]);
  assert.equal(table.cell(table.rows[3]!, table.columns[2]!)?.figures[0]?.value, 67);
  assert.equal(table.cell(table.rows[1]!, table.columns[0]!)?.results, "/v1/runs/R/results?sector=GOV");
  assert.equal(table.cell(table.rows[0]!, table.columns[0]!), undefined);
  assert.equal(table.largest, 100);
  const plain = cubeTable({ ...cube, dimensions: [], cells: [{ at: [], figures: value(1) }] }, 0);
  assert.deepEqual([plain.rows.length, plain.columns.length, plain.largest], [1, 1, 1]);
});

test("shades tell size by step and sign by colour", () => {
  assert.equal(heatClass(100, 100), "heat-5");
  assert.equal(heatClass(-1, 100), "heat-1 loss");
  assert.equal(heatClass(41, 100), "heat-3");
  assert.equal(heatClass(0, 100), "");
  assert.equal(heatClass(undefined, 100), "");
  assert.equal(heatClass(1, 0), "");
});

test("figures are written in their unit", () => {
  const figure = cube.figures[0]!;
  assert.equal(cubeText(figure, 1234.5), "1,235");
  assert.equal(cubeText({ ...figure, unit: "RATE", decimals: 3 }, 0.05281), "5.281%");
  assert.equal(cubeText({ ...figure, unit: "YEARS", decimals: 2 }, 4.567), "4.57");
  assert.equal(groupLabel("product_type", { kind: "VALUE", value: "FIXED_BOND" }), "Fixed bond");
});

test("a head leads to a closer look", () => {
  const [gov, others] = [cubeTable(cube, 0).rows[1]!.groups[0]!, cubeTable(cube, 0).rows[1]!.groups[1]!];
  const at = (text: string) => ({ path: "/runs/R/cube", query: new URLSearchParams(text) });
  assert.equal(closer(at("rows=sector"), gov), "/runs/R/cube?rows=sector&sector=GOV");
  assert.equal(closer(at("sector=CORP&sector=MBS"), gov), "/runs/R/cube?sector=GOV");
  assert.equal(closer(at("sector=GOV"), gov), undefined);
  assert.equal(closer(at(""), { dimension: "sector", group: { kind: "NONE" } }), "/runs/R/cube?sector=");
  assert.equal(closer(at("sector="), { dimension: "sector", group: { kind: "NONE" } }), undefined);
  assert.equal(closer(at("top=5"), others), "/runs/R/cube?top=1000");
  assert.equal(closer(at("top=1000"), others), undefined);
});

test("a cell leads to the page of its rows", () => {
  assert.equal(
    resultsPage("/v1/runs/R%201/results?node=A%2FB&sector=&sector=CORP&measure=PV&scenario=BASE"),
    "/runs/R%201/results?node=A%2FB&sector=&sector=CORP&measures=PV&scenario=BASE",
  );
  assert.equal(
    resultsPage("/v1/runs/R/results?tag=a&measure=PV&factor=EUR&scenario=BASE&scenario=UP"),
    "/runs/R/results?tag=a&measures=PV&layout=scenarios&scenarios=BASE%2CUP&change=1",
  );
  assert.equal(resultsPage("/v1/runs/R/results?measure=PV"), "/runs/R/results?measures=PV&layout=scenarios");
});

test("groups of an address", () => {
  const groups = groupsOf(new URLSearchParams("sector=GOV&rating=&rating=BB&order=1"));
  assert.deepEqual(groups, { sector: ["GOV"], rating: ["", "BB"] });
  assert.equal(groupText(groups), "sector GOV, rating none or BB");
});
