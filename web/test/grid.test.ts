import assert from "node:assert/strict";
import test from "node:test";
import { filtersOf, numberOf, rangeOf, rangeText } from "../src/grid/columnFilter";
import { columnEdges, columnsBetween, rowHeight, ScrollRange } from "../src/grid/geometry";
import { placeAfter, rectangle, tabSeparated } from "../src/grid/selection";

test("a million rows fit the scroll bar, from the first to the last", () => {
  const viewport = 800;
  const range = new ScrollRange(1_000_000, viewport);
  assert.equal(range.maximum, 1_000_000 * rowHeight - viewport);
  assert.ok(range.height <= 8_000_000);
  assert.equal(range.offset(0), 0);
  assert.equal(range.offset(range.height - viewport), range.maximum);
  assert.equal(range.scrollTop(range.maximum), range.height - viewport);
  assert.equal(range.limited(-5), 0);
  const few = new ScrollRange(10, viewport);
  assert.equal(few.scale, 1);
  assert.equal(few.maximum, 0);
  assert.equal(new ScrollRange(100, viewport).offset(123), 123, "true to scale where there is room");
});

test("only columns in sight are found", () => {
  const column = (key: string) => ({ key, label: key, unit: "", isNumber: true });
  const edges = columnEdges(["a", "b", "c", "d"].map(column));
  assert.deepEqual(edges, [0, 112, 224, 336, 448]);
  assert.deepEqual(columnsBetween(edges, 0, 224), { first: 0, end: 2 });
  assert.deepEqual(columnsBetween(edges, 111, 225), { first: 0, end: 3 });
  assert.deepEqual(columnsBetween(edges, 112, 10_000), { first: 1, end: 4 });
  assert.deepEqual(columnsBetween([0], 0, 100), { first: 0, end: 0 });
});

test("keys lead within the grid and no further", () => {
  const last = { row: 99, column: 9 };
  const at = { row: 50, column: 5 };
  const to = (key: string, isFar = false, from = at) => {
    const place = placeAfter(key, isFar, from, 20, last);
    return place && [place.row, place.column];
  };
  assert.deepEqual(to("ArrowDown"), [51, 5]);
  assert.deepEqual(to("ArrowUp", true), [0, 5]);
  assert.deepEqual(to("PageDown"), [70, 5]);
  assert.deepEqual(to("PageUp", false, { row: 5, column: 0 }), [0, 0]);
  assert.deepEqual(to("Home"), [50, 0]);
  assert.deepEqual(to("End"), [50, 9]);
  assert.deepEqual(to("Home", true), [0, 0]);
  assert.deepEqual(to("End", true), [99, 9]);
  assert.deepEqual(to("ArrowRight", false, last), [99, 9]);
  assert.equal(to("x"), undefined);
});

test("what is selected is copied as tab-separated text", () => {
  assert.deepEqual(rectangle({ row: 3, column: 1 }, { row: 1, column: 2 }), { top: 1, bottom: 3, left: 1, right: 2 });
  assert.equal(tabSeparated([["A", "B"], ["1", "x\ty\nz"]]), "A\tB\n1\tx y z");
});

test("filters are read from the address as they are written into it", () => {
  assert.deepEqual(rangeOf("-5..1,000.5"), { from: -5, to: 1000.5 });
  assert.deepEqual(rangeOf("..2%"), { from: undefined, to: 2 });
  for (const none of ["", "..", "a..1", "x", "1..2..3"]) assert.equal(rangeOf(none), undefined, none);
  assert.deepEqual(rangeOf(rangeText("5", "")), { from: 5, to: undefined });
  assert.equal(rangeText(" ", ""), "");
  assert.ok(Number.isNaN(numberOf("x")));
  const query = new URLSearchParams("where.PV|=1..&where.portfolio=RATES&node=A&where.YIELD|=x..&where.position=");
  assert.deepEqual(filtersOf(query, (key) => key.includes("|")), [
    { kind: "range", key: "PV|", from: 1, to: undefined },
    { kind: "text", key: "portfolio", text: "RATES" },
  ]);
});
