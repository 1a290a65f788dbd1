// Results of positions as a table: a row per position (and factor), a column per measure or per scenario.

import { reasonText } from "../lib/cells";
import { measureLabel, measureStyle, measureText } from "../lib/measures";
import type { Result } from "../lib/types";
import type { ColumnFilter } from "./columnFilter";
import { NumberColumn, TextColumn } from "./columns";
import { sortedOrder } from "./radix";

export type Layout = "measures" | "scenarios";

export type GridColumn = {
  key: string;
  label: string;
  unit: string;
  isNumber: boolean;
};

/** A column's head where there is one line for it, as in files and on the clipboard. */
export function columnHead(column: GridColumn): string {
  return column.unit ? `${column.label} (${column.unit})` : column.label;
}

/** Columns in the order of `order`, those it does not name behind them, without those of `hidden`. */
export function arranged(
  columns: readonly GridColumn[],
  order: readonly string[],
  hidden: ReadonlySet<string>,
): GridColumn[] {
  const place = (column: GridColumn) => (order.includes(column.key) ? order.indexOf(column.key) : order.length);
  return [...columns].sort((a, b) => place(a) - place(b)).filter((column) => !hidden.has(column.key));
}

const describing: GridColumn[] = [
  { key: "position", label: "Position", unit: "", isNumber: false },
  { key: "portfolio", label: "Node", unit: "", isNumber: false },
  { key: "instrument", label: "Instrument", unit: "", isNumber: false },
  { key: "product", label: "Product", unit: "", isNumber: false },
  { key: "currency", label: "Currency", unit: "", isNumber: false },
];

const describingKeys = new Set([...describing.map((column) => column.key), "factor"]);

/** Whether a column of this key has numbers. */
export function isNumberKey(key: string): boolean {
  return !describingKeys.has(key);
}

type ValueColumn = GridColumn & { measure: string; factor: string; numbers: NumberColumn };

export class ResultTable {
  private readonly rowOf = new Map<string, number>();
  private readonly texts = new Map(describing.map((column) => [column.key, new TextColumn()]));
  private readonly factors = new TextColumn();
  private readonly values = new Map<string, ValueColumn>();
  private readonly reasons: string[] = [""];
  private readonly reasonOf = new Map<string, number>();
  private count = 0;
  private hasFactors = false;

  /**
   * `order`: the measures or scenarios in the order of their columns. `isChange`: whether, by scenarios, the change from
   * `base` is shown instead of the value.
   */
  constructor(
    readonly layout: Layout,
    private readonly order: readonly string[],
    private readonly base: string,
    private readonly isChange = false,
  ) {}

  get rowCount(): number {
    return this.count;
  }

  add(result: Result): void {
    const key = this.layout === "measures" ? result.position_id : `${result.position_id}\u0000${result.factor}`;
    let row = this.rowOf.get(key);
    if (row === undefined) {
      row = this.count;
      this.count += 1;
      this.rowOf.set(key, row);
      this.texts.get("position")!.set(row, result.position_id);
      this.texts.get("portfolio")!.set(row, result.portfolio);
      this.texts.get("instrument")!.set(row, result.instrument_id);
      this.texts.get("product")!.set(row, result.product_type);
      this.texts.get("currency")!.set(row, result.currency);
      this.factors.set(row, result.factor);
    }
    if (this.layout === "scenarios" && result.factor !== "") this.hasFactors = true;
    const first = result.cells.find((cell) => cell.scenario === this.base)?.value;
    for (const cell of result.cells) {
      const column = this.column(result, cell.scenario);
      if (cell.reason) column.numbers.setReason(row, this.reasonNumber(reasonText(cell.reason)));
      else if (cell.value === undefined) continue;
      else if (!this.isChange || this.layout === "measures") column.numbers.set(row, cell.value);
      else if (first !== undefined) column.numbers.set(row, cell.value - first);
    }
  }

  /** What is shown, left to right. */
  columns(): GridColumn[] {
    const place = (column: ValueColumn) =>
      this.order.indexOf(this.layout === "measures" ? column.measure : column.key);
    const found = [...this.values.values()].sort(
      (a, b) => place(a) - place(b) || a.factor.localeCompare(b.factor, "en", { numeric: true }),
    );
    const factor: GridColumn[] = this.hasFactors
      ? [{ key: "factor", label: "Factor", unit: "", isNumber: false }]
      : [];
    return [...describing, ...factor, ...found];
  }

  /** A cell as it is shown, copied and exported. */
  text(row: number, key: string): string {
    const described = this.textColumn(key);
    if (described) return described.text(row);
    const column = this.values.get(key);
    const value = column?.numbers.value(row);
    if (!column || value === undefined || Number.isNaN(value)) return "";
    return measureText(column.measure, value);
  }

  /** Why a cell has no number; empty where it has one. */
  reason(row: number, key: string): string {
    const number = this.values.get(key)?.numbers.reason(row) ?? 0;
    return this.reasons[number] ?? "";
  }

  isNegative(row: number, key: string): boolean {
    return (this.values.get(key)?.numbers.value(row) ?? 0) < 0;
  }

  position(row: number): string {
    return this.text(row, "position");
  }

  /**
   * The rows whose position begins with `prefix` and that pass every filter, in the order of a column; as they came where
   * that is "". Rows with the same value keep the order in which they came.
   */
  rows(
    prefix: string,
    sortKey: string,
    isDescending: boolean,
    filters: readonly ColumnFilter[] = [],
  ): Uint32Array {
    const keys = this.textColumn(sortKey)?.keys(this.count) ?? this.values.get(sortKey)?.numbers.keys(this.count);
    const all = keys ? sortedOrder(keys, isDescending) : Uint32Array.from({ length: this.count }, (_, row) => row);
    if (prefix === "" && filters.length === 0) return all;
    const kept = new Uint8Array(this.count).fill(1);
    const wanted = prefix.toLowerCase();
    if (wanted !== "") this.texts.get("position")!.keep(kept, (text) => text.toLowerCase().startsWith(wanted));
    for (const filter of filters) this.keep(kept, filter);
    return all.filter((row) => kept[row] === 1);
  }

  private keep(kept: Uint8Array, filter: ColumnFilter): void {
    switch (filter.kind) {
      case "text": {
        const part = filter.text.toLowerCase();
        this.textColumn(filter.key)?.keep(kept, (text) => text.toLowerCase().includes(part));
        return;
      }
      case "range": {
        const column = this.values.get(filter.key);
        const scale = column ? measureStyle(column.measure).scale : 1;
        const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = filter;
        column?.numbers.keep(kept, from / scale, to / scale);
      }
    }
  }

  private textColumn(key: string): TextColumn | undefined {
    return key === "factor" ? this.factors : this.texts.get(key);
  }

  private column(result: Result, scenario: string): ValueColumn {
    const byMeasure = this.layout === "measures";
    const key = byMeasure ? `${result.measure}|${result.factor}` : scenario;
    let column = this.values.get(key);
    if (!column) {
      column = {
        key,
        label: byMeasure ? measureLabel(result.measure, result.factor) : scenario,
        unit: measureStyle(result.measure).unit,
        isNumber: true,
        measure: result.measure,
        factor: byMeasure ? result.factor : "",
        numbers: new NumberColumn(),
      };
      this.values.set(key, column);
    }
    return column;
  }

  private reasonNumber(text: string): number {
    let number = this.reasonOf.get(text);
    if (number === undefined) {
      // More different reasons than a column can number share the last.
      number = Math.min(this.reasons.length, 65_535);
      this.reasons[number] ??= text;
      this.reasonOf.set(text, number);
    }
    return number;
  }
}
