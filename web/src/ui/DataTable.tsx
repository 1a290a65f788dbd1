import { useMemo, useState } from "react";
import type { ReactNode } from "react";
import { csv, download } from "../lib/csv";

export type Column<Row> = {
  key: string;
  label: string;
  unit?: string;
  isNumber?: boolean;
  /** What is shown where it is more than text. */
  show?: (row: Row) => ReactNode;
  /** What is shown, copied and exported. */
  text: (row: Row) => string;
  /** What rows are put in order by; the text where absent. */
  order?: (row: Row) => number | string | undefined;
};

type Props<Row> = {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** The file's name of the export, without ending; no export where absent. */
  exportName?: string;
  rowClass?: (row: Row) => string;
  foot?: ReactNode;
};

/** Tables of more columns are printed smaller. */
export const denseFrom = 12;

/** Rows with their heads as a file of comma-separated values, as they are shown. */
export function saveTable<Row>(name: string, columns: readonly Column<Row>[], rows: readonly Row[]): void {
  const head = columns.map((column) => (column.unit ? `${column.label} (${column.unit})` : column.label));
  const body = rows.map((row) => columns.map((column) => column.text(row)));
  download(`${name}.csv`, "text/csv;charset=utf-8", csv([head, ...body]));
}

/** A table of moderate length: put in order by its heads, exported as it is shown. */
export function DataTable<Row>(props: Props<Row>) {
  const { columns, rows } = props;
  const [sorting, setSorting] = useState<{ key: string; isDown: boolean } | null>(null);
  const sorted = useMemo(() => {
    const column = columns.find((candidate) => candidate.key === sorting?.key);
    if (!sorting || !column) return rows;
    return [...rows].sort((a, b) => compare(column, a, b) * (sorting.isDown ? -1 : 1));
  }, [columns, rows, sorting]);
  const press = (column: Column<Row>) =>
    setSorting((old) => {
      if (old?.key !== column.key) return { key: column.key, isDown: column.isNumber === true };
      return old.isDown === (column.isNumber === true) ? { key: column.key, isDown: !old.isDown } : null;
    });
  const { exportName } = props;
  return (
    <div className="table-block">
      {/* A region that scrolls must be reached by keyboard. */}
      <div className="table-scroll" tabIndex={0} role="region" aria-label={`${props.caption}, table`}>
        <table className={columns.length > denseFrom ? "dense" : ""}>
          <caption className="visually-hidden">{props.caption}</caption>
          <thead>
            <tr>
              {columns.map((column) => {
                const order = sorting?.key === column.key ? (sorting.isDown ? "descending" : "ascending") : "none";
                return (
                  <th key={column.key} scope="col" className={column.isNumber ? "number" : ""} aria-sort={order}>
                    <button type="button" className="head" onClick={() => press(column)}>
                      {column.label}
                      {column.unit && <span className="unit"> {column.unit}</span>}
                      <span aria-hidden="true" className="arrow">
                        {order === "none" ? "" : order === "descending" ? "▼" : "▲"}
                      </span>
                    </button>
                  </th>
                );
              })}
            </tr>
          </thead>
          <tbody>
            {sorted.map((row) => (
              <tr key={props.rowKey(row)} className={props.rowClass?.(row) ?? ""}>
                {columns.map((column) => (
                  <td key={column.key} className={cellClass(column, row)}>
                    {column.show ? column.show(row) : column.text(row)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
          {props.foot && <tfoot>{props.foot}</tfoot>}
        </table>
      </div>
      {exportName && rows.length > 0 && (
        <button type="button" className="plain small no-print" onClick={() => saveTable(exportName, columns, sorted)}>
          Export CSV
        </button>
      )}
    </div>
  );
}

function cellClass<Row>(column: Column<Row>, row: Row): string {
  if (!column.isNumber) return "";
  return column.text(row).startsWith("-") ? "number negative" : "number";
}

/** What has no value comes last in ascending order. */
function compare<Row>(column: Column<Row>, a: Row, b: Row): number {
  const key = column.order ?? column.text;
  const [left, right] = [key(a), key(b)];
  if (left === undefined || right === undefined) return left === right ? 0 : left === undefined ? 1 : -1;
  if (typeof left === "number" && typeof right === "number") return left - right;
  return String(left).localeCompare(String(right), "en", { numeric: true });
}
