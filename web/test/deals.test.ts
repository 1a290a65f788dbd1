import assert from "node:assert/strict";
import test from "node:test";
import { amount, assumptionText, periodRanges, reasonText } from "../src/lib/deals";

test("assumptions are told as they are written", () => {
  assert.equal(assumptionText("1.4 SMM"), "1.4 SMM");
  assert.equal(assumptionText(0.55), "55%");
  assert.equal(assumptionText([0.4, 0.35]), "40%, 35%");
  assert.equal(assumptionText({ model: "TURNOVER" }), "model TURNOVER");
  assert.equal(assumptionText(undefined), "");
});

test("periods are told as ranges", () => {
  assert.equal(periodRanges([]), "");
  assert.equal(periodRanges([3]), "3");
  assert.equal(periodRanges([1, 2, 3, 7, 9, 10]), "1-3, 7, 9-10");
});

test("a formula is told with its value and what it names", () => {
  const names = [{ name: "pool.factor", value: 0.97151318 }];
  assert.equal(reasonText({ formula: "pool.factor < 5%", value: 0, names }), "pool.factor < 5% is 0, as pool.factor = 0.971513");
  assert.equal(amount(17018381.554), "17,018,381.55");
  assert.equal(amount(-1000), "-1,000.00");
});
