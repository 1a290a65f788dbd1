import assert from "node:assert/strict";
import test from "node:test";
import { sortedOrder } from "../src/grid/radix";

/** Numbers that repeat from run to run. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** What the sort must agree with: the language's own, stable one, with NaN last. */
function expected(keys: Float64Array, isDescending: boolean): number[] {
  return Array.from(keys.keys()).sort((a, b) => {
    const [x, y] = [keys[a]!, keys[b]!];
    if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y));
    return isDescending ? y - x : x - y;
  });
}

const special = [0, -0, 1, -1, Infinity, -Infinity, NaN, Number.MIN_VALUE, -Number.MIN_VALUE, Number.MAX_VALUE, 1e-300];

for (const isDescending of [false, true]) {
  test(`orders as a comparison does, ${isDescending ? "descending" : "ascending"}`, () => {
    const random = generator(7);
    const keys = Float64Array.from({ length: 20_000 }, (_, index) =>
      index % 5 === 0 ? special[index % special.length]! : (random() - 0.5) * 10 ** Math.floor(random() * 40 - 20),
    );
    // Infinity less itself is not a number, which a comparison by difference gets wrong.
    const finite = keys.map((key) => (Math.abs(key) === Infinity ? Math.sign(key) * Number.MAX_VALUE : key));
    assert.deepEqual(Array.from(sortedOrder(finite, isDescending)), expected(finite, isDescending));
    assert.equal(sortedOrder(keys, isDescending).length, keys.length);
  });
}

test("infinities come at the ends and missing numbers last, both ways", () => {
  const keys = Float64Array.from([NaN, 3, -Infinity, Infinity, -2, NaN]);
  assert.deepEqual(Array.from(sortedOrder(keys, false)), [2, 4, 1, 3, 0, 5]);
  assert.deepEqual(Array.from(sortedOrder(keys, true)), [3, 1, 4, 2, 0, 5]);
});

test("an empty column has an empty order", () => {
  assert.equal(sortedOrder(new Float64Array(), false).length, 0);
});
