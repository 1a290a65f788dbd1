import assert from "node:assert/strict";
import test from "node:test";
import { chartColours } from "../src/ui/chartColours";

type Triple = [number, number, number];

/** Linear RGB as seen; Machado, Oliveira and Fernandes (2009), severity 1. */
const visions: Record<string, Triple[]> = {
  usual: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritanopia: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};
/** IEC 61966-2-1, D65. */
const toXYZ: Triple[] = [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175], [0.0193339, 0.119192, 0.9503041]];
const white: Triple = [0.95047, 1, 1.08883];

const times = (matrix: Triple[], [x, y, z]: Triple) => matrix.map((row) => row[0] * x + row[1] * y + row[2] * z) as Triple;

function linear(hex: string): Triple {
  return [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as Triple;
}

function lab(rgb: Triple): Triple {
  const bend = (t: number) => (t > (6 / 29) ** 3 ? Math.cbrt(t) : t / (3 * (6 / 29) ** 2) + 4 / 29);
  const [x, y, z] = times(toXYZ, rgb).map((part, index) => bend(part / white[index]!)) as Triple;
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function difference(a: string, b: string, vision: Triple[]): number {
  const seen = (hex: string) => lab(times(vision, linear(hex)).map((part) => Math.min(1, Math.max(0, part))) as Triple);
  const [from, to] = [seen(a), seen(b)];
  return Math.hypot(from[0] - to[0], from[1] - to[1], from[2] - to[2]);
}

function contrast(a: string, b: string): number {
  const [dim, bright] = [a, b].map((hex) => times(toXYZ, linear(hex))[1]).sort((x, y) => x - y) as [number, number];
  return (bright + 0.05) / (dim + 0.05);
}

test("the measures give what is known of them", () => {
  assert.ok(Math.abs(contrast("#000000", "#ffffff") - 21) < 1e-3);
  assert.ok(Math.abs(difference("#000000", "#ffffff", visions["usual"]!) - 100) < 1e-2);
  // Red and a dark green: far apart for most, near for those without the long cones.
  const [red, green] = ["#7a4a00", "#4f5f00"];
  assert.ok(difference(red, green, visions["usual"]!) > 2 * difference(red, green, visions["protanopia"]!));
});

for (const [theme, colours] of Object.entries(chartColours)) {
  test(`colours of charts in the ${theme} differ for every kind of colour vision`, () => {
    for (const [name, vision] of Object.entries(visions)) {
      assert.ok(difference(colours.gain, colours.loss, vision) > 80, `gain and loss, ${name}`);
      colours.series.forEach((a, index) =>
        colours.series.slice(index + 1).forEach((b) => {
          const found = difference(a, b, vision);
          assert.ok(found >= 20, `${a} and ${b} differ by ${found.toFixed(1)} with ${name}`);
        }),
      );
    }
    for (const colour of [...colours.series, colours.gain, colours.loss]) {
      assert.ok(contrast(colour, colours.surface) >= 3, `${colour} on ${colours.surface}`);
    }
  });
}
