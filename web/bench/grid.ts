// A million rows in the grid, timed in the page itself; web/bench/grid.py runs it and prints what comes back.

import { ResultTable } from "../src/grid/resultTable";
import { VirtualGrid } from "../src/grid/virtualGrid";

const count = 1_000_000;

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

const quantile = (times: number[], share: number) => [...times].sort((a, b) => a - b)[Math.floor(times.length * share)] ?? 0;

async function measure() {
  const element = document.createElement("div");
  element.style.cssText = "height:800px;width:1400px";
  document.body.replaceChildren(element);
  const told: Record<string, number> = {};
  let at = performance.now();
  const lap = (name: string) => {
    const now = performance.now();
    told[name] = now - at;
    at = now;
  };

  const table = new ResultTable("measures", ["PV", "DV01"], "BASE");
  for (const measure of ["PV", "DV01"]) {
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
  lap("fill, ms");
  let rows = table.rows("", "", false);
  const grid = new VirtualGrid(element, { sort: () => undefined, open: () => undefined }, "Rows");
  const show = (sortKey: string) =>
    grid.update({
      columns: table.columns(),
      rowCount: rows.length,
      text: (row, column) => table.text(rows[row] ?? 0, column.key),
      reason: (row, column) => table.reason(rows[row] ?? 0, column.key),
      isNegative: (row, column) => table.isNegative(rows[row] ?? 0, column.key),
      sortKey,
      isDescending: false,
    });
  show("");
  await frames(2, () => undefined);
  lap("first rows in sight, ms");
  rows = table.rows("", "PV|", false);
  show("PV|");
  lap("sort by value, ms");
  const keys = Float64Array.from({ length: count }, (_, row) => Math.sin(row * 12.9898) * 1e6);
  at = performance.now();
  Uint32Array.from(keys.keys()).sort((a, b) => keys[a]! - keys[b]!);
  lap("the same by comparison, ms");
  for (const [name, pixels] of [["9", 9], ["300", 300], ["20,000", 20_000]] as const) {
    element.scrollTop = 0;
    await frames(2, () => undefined);
    const times = await frames(180, (frame) => {
      element.scrollTop = frame * pixels;
    });
    told[`frame p50 at ${name} px, ms`] = quantile(times, 0.5);
    told[`frame p95 at ${name} px, ms`] = quantile(times, 0.95);
  }
  element.focus();
  element.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowDown", ctrlKey: true }));
  await frames(2, () => undefined);
  told["last row reached"] = element.querySelector(`[aria-rowindex="${count + 1}"]:not([hidden])`) ? 1 : 0;
  told["rows in the page"] = element.querySelectorAll(".vgrid-row").length;
  return told;
}

Object.assign(window, { measure });
