import { useEffect, useMemo, useRef, useState } from "react";
import { filterName, filtersOf } from "../grid/columnFilter";
import type { ColumnFilter } from "../grid/columnFilter";
import { streamResults } from "../grid/resultStream";
import type { ResultFilter } from "../grid/resultStream";
import { arranged, columnHead, isNumberKey } from "../grid/resultTable";
import type { GridColumn, ResultTable } from "../grid/resultTable";
import { copyLimit, VirtualGrid } from "../grid/virtualGrid";
import { withQuery } from "../lib/api";
import { csv, download } from "../lib/csv";
import { number } from "../lib/format";
import { Problem } from "../lib/problem";
import { navigate, setSettings, useAddress, useSetting } from "../lib/router";
import { denseFrom } from "../ui/DataTable";
import { ProblemNote } from "../ui/State";
import { useIsPrinting } from "../ui/theme";
import { ResultColumns } from "./ResultColumns";
import { runPage, runPath } from "./useRun";

type Reading = { isRunning: boolean; problem?: Problem };

/** How the columns are arranged, filtered and put in order, as the page's address has it. */
function useView(): { order: string[]; hidden: Set<string>; filters: ColumnFilter[]; sortKey: string; isDescending: boolean } {
  const { query } = useAddress();
  const [order] = useSetting("order");
  const [hidden] = useSetting("hide");
  const [sort] = useSetting("sort");
  const isDescending = sort.startsWith("-");
  return useMemo(
    () => ({
      order: order.split(",").filter(Boolean),
      hidden: new Set(hidden.split(",").filter(Boolean)),
      filters: filtersOf(query, isNumberKey),
      sortKey: isDescending ? sort.slice(1) : sort,
      isDescending,
    }),
    [query, order, hidden, sort, isDescending],
  );
}

/** The grid with what is read into it, and the panel that arranges its columns. `hidden`: a column only read, not shown. */
export function ResultGrid(props: {
  filter: ResultFilter;
  table: ResultTable;
  prefix: string;
  hidden: string;
  isArranging: boolean;
}) {
  const { filter, table, prefix, hidden } = props;
  const box = useRef<HTMLDivElement>(null);
  const grid = useRef<VirtualGrid | null>(null);
  const [version, setVersion] = useState(0);
  const [reading, setReading] = useState<Reading>({ isRunning: true });
  const [copied, setCopied] = useState("");
  const stop = useRef<AbortController | null>(null);
  const [attempt, setAttempt] = useState(0);
  const isPrinting = useIsPrinting();
  const view = useView();
  const { filters, sortKey, isDescending } = view;

  // The table grows in place; its version says that it has.
  const all = useMemo(() => table.columns().filter((column) => column.key !== hidden), [table, version, hidden]);
  const columns = useMemo(() => arranged(all, view.order, view.hidden), [all, view]);
  const active = useMemo(
    () => filters.filter((candidate) => all.some((column) => column.key === candidate.key)),
    [filters, all],
  );
  const rows = useMemo(
    () => table.rows(prefix, sortKey, isDescending, active),
    [table, version, prefix, active, sortKey, isDescending],
  );
  const latest = useRef({ table, run: filter.run, sortKey, isDescending, rows });
  latest.current = { table, run: filter.run, sortKey, isDescending, rows };

  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const made = new VirtualGrid(
      element,
      {
        // Up, down, as it came.
        sort: (key) => {
          const now = latest.current;
          if (now.sortKey !== key) setSettings({ sort: key });
          else setSettings({ sort: now.isDescending ? "" : `-${key}` });
        },
        open: (row) => {
          const found = latest.current.rows[row];
          if (found !== undefined) navigate(runPage(latest.current.run, "positions", latest.current.table.position(found)));
        },
        copied: (cells, isTooMany) =>
          setCopied(
            isTooMany
              ? `; ${number(cells)} cells are too many to copy (${number(copyLimit)} at most): export them`
              : `; ${number(cells)} ${cells === 1 ? "cell" : "cells"} copied, with heads`,
          ),
      },
      "Results by position",
    );
    grid.current = made;
    return () => made.destroy();
  }, []);

  useEffect(() => {
    const controller = new AbortController();
    stop.current = controller;
    let shownAt = 0;
    const show = () => {
      shownAt = performance.now();
      setVersion((old) => old + 1);
    };
    setReading({ isRunning: true });
    show();
    streamResults(filter, controller.signal, (results) => {
      const isFirst = table.rowCount === 0;
      for (const result of results) table.add(result);
      // At once, then often enough to be seen growing, and no more often than the rows take to be put in order.
      if (isFirst || performance.now() - shownAt > 250 + table.rowCount / 2000) show();
    }).then(
      () => {
        show();
        setReading({ isRunning: false });
      },
      (error: unknown) => {
        show();
        if (controller.signal.aborted) setReading({ isRunning: false });
        else setReading({ isRunning: false, problem: error instanceof Problem ? error : new Problem(0, "Reading failed", String(error)) });
      },
    );
    return () => controller.abort();
  }, [filter, table, attempt]);

  useEffect(() => {
    setCopied("");
    grid.current?.update({
      columns,
      rowCount: rows.length,
      text: (row, column) => table.text(rows[row] ?? 0, column.key),
      reason: (row, column) => table.reason(rows[row] ?? 0, column.key),
      isNegative: (row, column) => table.isNegative(rows[row] ?? 0, column.key),
      sortKey,
      isDescending,
    });
  }, [table, columns, rows, sortKey, isDescending]);

  const save = () => {
    const body = Array.from(rows, (row) => columns.map((column) => table.text(row, column.key)));
    download(`${filter.run} results.csv`, "text/csv;charset=utf-8", csv([columns.map(columnHead), ...body]));
  };
  const clear = () => setSettings(Object.fromEntries(filters.map((candidate) => [filterName(candidate.key), ""])));
  const sorted = all.find((column) => column.key === sortKey);
  return (
    <>
      {props.isArranging && <ResultColumns columns={arranged(all, view.order, new Set())} hidden={view.hidden} />}
      {reading.problem && <ProblemNote problem={reading.problem} retry={() => setAttempt(attempt + 1)} />}
      <div className="grid-status">
        <span role="status">
          {reading.isRunning ? "Reading: " : ""}
          <strong>{number(table.rowCount)}</strong> rows read
          {rows.length !== table.rowCount && (
            <>
              , <strong>{number(rows.length)}</strong> shown
            </>
          )}
          {sorted && `, by ${orderText(sorted, isDescending)}`}
          {!reading.isRunning && table.rowCount === 0 && !reading.problem && ": nothing fits these filters; take one away"}
          {copied}
        </span>
        {filters.length > 0 && (
          <button type="button" className="plain small no-print" onClick={clear}>
            {filters.length === 1 ? "Clear the filter" : `Clear ${filters.length} filters`}
          </button>
        )}
        {reading.isRunning && (
          <button type="button" className="plain small" onClick={() => stop.current?.abort()}>
            Stop
          </button>
        )}
        <span className="quiet small keys">Arrows move, Shift selects, Ctrl+C copies, S sorts, Enter explains</span>
        <button type="button" className="plain small no-print" disabled={rows.length === 0} onClick={save}>
          Export CSV
        </button>
        {(["xlsx", "csv", "json"] as const).map((format) => (
          <a key={format} className="small no-print" href={fileOf(props.filter, format)} download>
            {format === "xlsx" ? "All digits: XLSX" : format.toUpperCase()}
          </a>
        ))}
      </div>
      <div ref={box} />
      {isPrinting && <PrintedRows columns={columns} rows={rows} table={table} />}
    </>
  );
}

/** The address of the results as a file of the service, with every digit; of one measure, or of all. */
function fileOf(filter: ResultFilter, format: string): string {
  return withQuery(runPath(filter.run, "results", "export"), {
    node: filter.node,
    product_type: filter.product,
    reason: filter.reason,
    ...filter.groups,
    measure: filter.measures.length === 1 ? filter.measures[0] : undefined,
    scenario: filter.scenarios,
    format,
  });
}

/** More rows are not printed; a file has all of them. */
const printedLimit = 2000;

/** The rows for paper, where nothing scrolls. */
function PrintedRows(props: { columns: readonly GridColumn[]; rows: Uint32Array; table: ResultTable }) {
  const { columns, rows, table } = props;
  return (
    <div className="print-only">
      {rows.length > printedLimit && (
        <p>
          The first {number(printedLimit)} of {number(rows.length)} rows; Export CSV gives all of them.
        </p>
      )}
      <table className={columns.length > denseFrom ? "dense" : ""}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" className={column.isNumber ? "number" : ""}>
                {columnHead(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from(rows.subarray(0, printedLimit), (row) => (
            <tr key={row}>
              {columns.map((column) => (
                <td key={column.key} className={column.isNumber ? "number" : ""}>
                  {table.text(row, column.key)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function orderText(column: GridColumn, isDescending: boolean): string {
  if (column.isNumber) return `${column.label}, ${isDescending ? "largest" : "smallest"} first`;
  return `${column.label}, ${isDescending ? "Z to A" : "A to Z"}`;
}
