// Order of many numbers, in time that grows with their count alone.

/**
 * The positions of `keys` in ascending order; equal keys keep their order and NaN comes last, in descending order too.
 */
export function sortedOrder(keys: Float64Array, isDescending: boolean): Uint32Array {
  const count = keys.length;
  const bits = new Uint32Array(Float64Array.from(keys).buffer);
  const low = new Uint32Array(count);
  const high = new Uint32Array(count);
  for (let index = 0; index < count; index += 1) {
    let lower = bits[2 * index]!;
    let upper = bits[2 * index + 1]!;
    const key = keys[index]!;
    if (Number.isNaN(key)) {
      lower = 0xffffffff;
      upper = 0xffffffff;
    } else {
      if (key === 0) lower = upper = 0;
      // Doubles compare as their bits do once the sign is turned over and negative ones are inverted.
      if (upper >>> 31 === 1) {
        lower = ~lower;
        upper = ~upper;
      } else {
        upper ^= 0x80000000;
      }
      if (isDescending) {
        lower = ~lower;
        upper = ~upper;
      }
    }
    low[index] = lower;
    high[index] = upper;
  }
  let order = Uint32Array.from({ length: count }, (_, index) => index);
  let other = new Uint32Array(count);
  for (const digits of [low, high]) {
    for (const shift of [0, 16]) {
      const starts = new Uint32Array(65537);
      for (let index = 0; index < count; index += 1) starts[((digits[index]! >>> shift) & 0xffff) + 1]! += 1;
      for (let digit = 0; digit < 65536; digit += 1) starts[digit + 1]! += starts[digit]!;
      for (let index = 0; index < count; index += 1) {
        const item = order[index]!;
        const digit = (digits[item]! >>> shift) & 0xffff;
        other[starts[digit]!] = item;
        starts[digit]! += 1;
      }
      [order, other] = [other, order];
    }
  }
  return order;
}
