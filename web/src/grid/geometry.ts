// Where columns and rows of the grid lie, in pixels; no page is needed to work it out.

import type { GridColumn } from "./resultTable";

export const rowHeight = 26;

/** Browsers limit how high an element can be; beyond this the scroll bar stands for more than one pixel per pixel. */
const heightLimit = 8_000_000;

/** Wide enough for the head, and for texts as they usually are. */
export function columnWidth(column: GridColumn): number {
  if (column.isNumber) return Math.max(112, Math.min(230, column.label.length * 8 + 34));
  return { portfolio: 270, instrument: 150, position: 130, product: 132, currency: 84 }[column.key] ?? 110;
}

/** Columns side by side: where each begins, and behind them where the last ends. */
export function columnEdges(columns: readonly GridColumn[]): number[] {
  const edges = [0];
  for (const column of columns) edges.push(edges[edges.length - 1]! + columnWidth(column));
  return edges;
}

/** The columns from `first` up to but without `end` that are seen between two places. */
export function columnsBetween(edges: readonly number[], from: number, to: number): { first: number; end: number } {
  const count = edges.length - 1;
  let first = 0;
  while (first < count - 1 && edges[first + 1]! <= from) first += 1;
  let end = first;
  while (end < count && edges[end]! < to) end += 1;
  return { first, end };
}

/** How far rows are scrolled for a place of the scroll bar, and the other way round. */
export class ScrollRange {
  private readonly total: number;
  /** The height that the scroll bar is given for the rows. */
  readonly height: number;

  constructor(
    rowCount: number,
    private readonly viewport: number,
  ) {
    this.total = rowCount * rowHeight;
    this.height = Math.min(this.total, heightLimit);
  }

  /** The furthest that rows can be scrolled. */
  get maximum(): number {
    return Math.max(0, this.total - this.viewport);
  }

  /** Pixels of the rows for each pixel of the scroll bar. */
  get scale(): number {
    const range = this.height - this.viewport;
    return this.total > this.height && range > 0 ? this.maximum / range : 1;
  }

  offset(scrollTop: number): number {
    return this.limited(scrollTop * this.scale);
  }

  scrollTop(offset: number): number {
    return Math.round(offset / this.scale);
  }

  limited(offset: number): number {
    return Math.max(0, Math.min(this.maximum, offset));
  }
}
