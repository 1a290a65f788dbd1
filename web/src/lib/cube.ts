// A cube of results as a table, and the addresses of the rows behind its cells.

import { number, words } from "./format";
import type { Cube, CubeCell, CubeFigure, CubeGroup } from "./types";

/** What positions are grouped by, in the order of choice. */
export const dimensions: Record<string, string> = {
  fund: "Fund",
  sub_fund: "Sub-fund",
  desk: "Desk",
  book: "Book",
  product_type: "Product",
  currency: "Currency",
  issuer: "Issuer",
  sector: "Sector",
  rating: "Rating",
  country: "Country of risk",
  maturity: "Maturity",
  vintage: "Vintage",
  tag: "Tag",
};

/** The groups that an address names by dimension, "" for positions without one. */
export function groupsOf(query: URLSearchParams): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const name of Object.keys(dimensions)) if (query.has(name)) found[name] = query.getAll(name);
  return found;
}

export function groupText(groups: Readonly<Record<string, readonly string[]>>): string {
  return Object.entries(groups)
    .map(([name, values]) => `${(dimensions[name] ?? name).toLowerCase()} ${values.map((value) => value || "none").join(" or ")}`)
    .join(", ");
}

export function groupLabel(dimension: string, group: CubeGroup): string {
  if (group.kind === "NONE") return "none";
  if (group.kind === "OTHER") return `${number(group.value_count ?? 0)} others`;
  return dimension === "product_type" ? words(group.value ?? "") : (group.value ?? "");
}

/** One head of a row or column: a group of each of its dimensions, or the total of them all. */
export type Head = { key: string; labels: string[]; isTotal: boolean; groups: HeadGroup[] };

/** A group under a head, with its dimension. */
export type HeadGroup = { dimension: string; group: CubeGroup };

export type CubeTable = {
  rowDimensions: string[];
  columnDimensions: string[];
  rows: Head[];
  columns: Head[];
  cell: (row: Head, column: Head) => CubeCell | undefined;
  /** The largest magnitude of a cell that is no total. */
  largest: number;
};

const keyOf = (at: readonly (number | null)[]) => at.map((index) => index ?? "").join(" ");

/** The cube as rows and columns, without the totals within a head. */
export function cubeTable(cube: Cube, figure: number): CubeTable {
  const split = cube.dimensions.filter((dimension) => dimension.axis === "rows").length;
  const heads = (from: number, to: number): Head[] => {
    const found = new Map<string, Head>();
    for (const cell of cube.cells) {
      const at = cell.at.slice(from, to);
      const isTotal = at.every((index) => index === null);
      if (!isTotal && at.includes(null)) continue;
      const groups = at.flatMap((index, place) => {
        const own = cube.dimensions[from + place];
        const group = index === null ? undefined : own?.groups[index];
        return own && group ? [{ dimension: own.dimension, group }] : [];
      });
      const labels = isTotal ? at.map(() => "Total") : groups.map(({ dimension, group }) => groupLabel(dimension, group));
      found.set(keyOf(at), { key: keyOf(at), labels, isTotal, groups });
    }
    // Cells come in order of groups, but not each head's in order of its own.
    const order = (head: Head) => head.key.split(" ").map((index) => (index === "" ? Infinity : Number(index)));
    return [...found.values()].sort((a, b) => {
      const [left, right] = [order(a), order(b)];
      const place = left.findIndex((index, at) => index !== right[at]);
      return place < 0 ? 0 : (left[place] ?? 0) - (right[place] ?? 0);
    });
  };
  const cells = new Map(
    cube.cells.map((cell) => [`${keyOf(cell.at.slice(0, split))}|${keyOf(cell.at.slice(split))}`, cell]),
  );
  const sizes = cube.cells
    .filter((cell) => !cell.at.includes(null))
    .map((cell) => Math.abs(cell.figures[figure]?.value ?? 0));
  return {
    rowDimensions: cube.dimensions.slice(0, split).map((dimension) => dimension.dimension),
    columnDimensions: cube.dimensions.slice(split).map((dimension) => dimension.dimension),
    rows: heads(0, split),
    columns: heads(split, cube.dimensions.length),
    cell: (row, column) => cells.get(`${row.key}|${column.key}`),
    largest: sizes.reduce((most, size) => Math.max(most, size), 0),
  };
}

/** The most groups of a dimension that the service tells apart. */
const mostGroups = 1000;

/**
 * The address of the cube at `address` seen closer: of the positions of one group alone, or, for the group of all others, with
 * those told apart as far as the service does. Undefined where there is nothing closer to see.
 */
export function closer(address: { path: string; query: URLSearchParams }, head: HeadGroup): string | undefined {
  const query = new URLSearchParams(address.query);
  if (head.group.kind === "OTHER") {
    if (Number(query.get("top")) >= mostGroups) return undefined;
    query.set("top", String(mostGroups));
  } else {
    const value = head.group.value ?? "";
    if (query.getAll(head.dimension).join() === value && query.has(head.dimension)) return undefined;
    query.delete(head.dimension);
    query.append(head.dimension, value);
  }
  return `${address.path}?${query.toString()}`;
}

/** The class of a cell's shade: five steps, the sign by another colour; none for nothing. */
export function heatClass(value: number | undefined, largest: number): string {
  if (value === undefined || value === 0 || largest === 0) return "";
  const step = Math.min(5, Math.ceil((5 * Math.abs(value)) / largest));
  return `heat-${step}${value < 0 ? " loss" : ""}`;
}

/** A value as its figure is shown; totals of amounts without cents. */
export function cubeText(figure: CubeFigure, value: number): string {
  if (figure.unit === "RATE") return `${number(value * 100, figure.decimals)}%`;
  return number(value, figure.unit === "AMOUNT" ? 0 : figure.decimals);
}

/** The page of results for the address that a cell has for its rows. */
export function resultsPage(address: string): string {
  const [path, text] = address.split("?");
  const run = /^\/v1\/runs\/([^/]+)\/results$/.exec(path ?? "")?.[1] ?? "";
  const asked = new URLSearchParams(text ?? "");
  const query = new URLSearchParams();
  const scenarios = asked.getAll("scenario");
  for (const [name, value] of asked) {
    if (name === "measure") query.append("measures", value);
    else if (name !== "scenario" && name !== "factor") query.append(name, value);
  }
  if (scenarios.length === 1) query.append("scenario", scenarios[0] ?? "");
  else {
    query.append("layout", "scenarios");
    if (scenarios.length > 1) {
      query.append("scenarios", scenarios.join(","));
      query.append("change", "1");
    }
  }
  return `/runs/${run}/results?${query.toString()}`;
}
