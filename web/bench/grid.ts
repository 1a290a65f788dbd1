// A million rows in the grid, timed in the page itself; web/bench/grid.py runs it and prints what comes back.

import { ResultTable } from "../src/grid/resultTable";
import { VirtualGrid } from "../src/grid/virtualGrid";
import { knowMeasures } from "../test/knownMeasures";

knowMeasures();
const count = 1_000_000;
const measures = ["PV", "DV01"];

let element: HTMLElement;
let table: ResultTable;
let grid: VirtualGrid;

/** Frame times while `move` is called before each frame. */
function frames(number: number, move: (frame: number) => void): Promise<number[]> {
  return new Promise((done) => {
    const times: number[] = [];
    let last = performance.now();
    const step = (now: number) => {
      if (times.length > 0 || now > last) times.push(now - last);
      last = now;
      if (times.length >= number) done(times);
      else {
        move(times.length);
        requestAnimationFrame(step);
      }
    };
    requestAnimationFrame(step);
  });
}

function show(sortKey: string): void {
  const rows = table.rows("", sortKey, false);
  grid.update({
    columns: table.columns(),
    rowCount: rows.length,
    text: (row, column) => table.text(rows[row] ?? 0, column.key),
    reason: (row, column) => table.reason(rows[row] ?? 0, column.key),
    isNegative: (row, column) => table.isNegative(rows[row] ?? 0, column.key),
    sortKey,
    isDescending: false,
  });
}

/** The table alone, filled and shown: milliseconds by what was done. */
async function fill(): Promise<Record<string, number>> {
  element = document.createElement("div");
  element.style.cssText = "height:800px;width:1400px";
  document.body.replaceChildren(element);
  const told: Record<string, number> = {};
  let at = performance.now();
  const lap = (name: string) => {
    const now = performance.now();
    told[name] = now - at;
    at = now;
  };
  table = new ResultTable("measures", measures, "BASE");
  for (const measure of measures) {
    for (let row = 0; row < count; row += 1) {
      table.add({
        position_id: `P${row}`,
        portfolio: `FUND/DESK-${row % 40}`,
        instrument_id: `I${row % 50_000}`,
        product_type: "FIXED_BOND",
        currency: "USD",
        measure,
        factor: "",
        cells: [{ scenario: "BASE", value: Math.sin(row * 12.9898) * 1e6 }],
      });
    }
  }
  lap("rows into columns, two listings");
  const actions = { sort: () => undefined, open: () => undefined, copied: () => undefined };
  grid = new VirtualGrid(element, actions, "Rows");
  show("");
  await frames(2, () => undefined);
  lap("from the table to the first rows in sight");
  show("PV|");
  await frames(1, () => undefined);
  lap("order by value, shown");
  table.rows("", "", false, [{ kind: "range", key: "PV|", from: 0, to: 1000 }]);
  lap("filter by a range");
  const keys = Float64Array.from({ length: count }, (_, row) => Math.sin(row * 12.9898) * 1e6);
  at = performance.now();
  Uint32Array.from(keys.keys()).sort((a, b) => keys[a]! - keys[b]!);
  lap("order by comparison of typed numbers");
  return told;
}

/** Scrolls the grid that is in the page, `pixels` a frame, and gives the frames' times in milliseconds. */
async function scroll(pixels: number, number: number): Promise<number[]> {
  const found = document.querySelector<HTMLElement>(".vgrid")!;
  found.scrollTop = 0;
  await frames(5, () => undefined);
  return frames(number, (frame) => {
    found.scrollTop = frame * pixels;
  });
}

async function end(): Promise<Record<string, number>> {
  element.focus();
  element.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowDown", ctrlKey: true }));
  await frames(2, () => undefined);
  return {
    "last row reached": element.querySelector(`[aria-rowindex="${count + 1}"]:not([hidden])`) ? 1 : 0,
    "rows in the page": element.querySelectorAll(".vgrid-row").length,
  };
}

Object.assign(window, { bench: { fill, scroll, end } });
