import { useEffect, useMemo, useRef, useState } from "react";
import { csv, download } from "../lib/csv";
import { number } from "../lib/format";
import { measureLabel } from "../lib/measures";
import { Problem } from "../lib/problem";
import { navigate, setSettings, useSetting } from "../lib/router";
import type { NodeResult, RunDetail } from "../lib/types";
import { getAll, withQuery } from "../lib/api";
import { useApi, useLoad } from "../lib/useApi";
import { Checks, Select, TextField } from "../ui/Field";
import { Async, ProblemNote } from "../ui/State";
import { streamResults } from "../grid/resultStream";
import { ResultTable } from "../grid/resultTable";
import type { Layout } from "../grid/resultTable";
import { VirtualGrid } from "../grid/virtualGrid";
import { enumOf } from "./openApi";
import type { OpenAPI } from "./openApi";
import { RunHead } from "./RunHead";
import { baseScenario, headlineMeasures, runPage, runPath, useRun } from "./useRun";

/** Every result of a run, position by position. */
export function ResultsPage(props: { run: string }) {
  const detail = useRun(props.run);
  return (
    <Async loaded={detail} title="Results">
      {(found) => (
        <div className="fill">
          <RunHead detail={found} title="Results" />
          <Results detail={found} />
        </div>
      )}
    </Async>
  );
}

const list = (text: string) => text.split(",").filter(Boolean);

function Results(props: { detail: RunDetail }) {
  const { detail } = props;
  const run = detail.run.run_id;
  const base = baseScenario(detail);
  const [layoutText, setLayout] = useSetting("layout", "measures");
  const layout: Layout = layoutText === "scenarios" ? "scenarios" : "measures";
  const [measureText, setMeasures] = useSetting("measures", headlineMeasures(detail).join(","));
  const [scenario, setScenario] = useSetting("scenario", base);
  const [scenarioText, setScenarios] = useSetting("scenarios", detail.run.scenario_ids.slice(0, 100).join(","));
  const [change, setChange] = useSetting("change");
  const [node, setNode] = useSetting("node");
  const [product, setProduct] = useSetting("product");
  const [reason, setReason] = useSetting("reason");
  const [prefix, setPrefix] = useSetting("position");
  const [sort] = useSetting("sort");
  const [isChoosing, setChoosing] = useState(false);

  const measures = useMemo(
    () => (layout === "measures" ? list(measureText) : list(measureText).slice(0, 1)),
    [layout, measureText],
  );
  const scenarios = useMemo(
    () => (layout === "measures" ? [scenario] : list(scenarioText)),
    [layout, scenario, scenarioText],
  );
  const isChange = layout === "scenarios" && change === "1";

  const document_ = useApi<OpenAPI>("/openapi.json");
  const nodes = useLoad<string[]>(
    withQuery(runPath(run, "nodes"), {
      measure: detail.request.pricing.measures[0],
      scenario: base,
      is_reporting_total: true,
      product_type: "ALL",
    }),
    async (path) => (await getAll<NodeResult>(path)).map((total) => total.node).filter(Boolean),
  );
  const optional = (name: string, values: readonly string[]) => [
    { value: "", label: name },
    ...values.map((value) => ({ value, label: value.replaceAll("_", " ") })),
  ];
  const filter = useMemo(
    () => ({ run, node, product, reason, scenarios: withBase(scenarios, base, isChange), measures }),
    [run, node, product, reason, scenarios, measures, base, isChange],
  );
  const table = useMemo(
    () => new ResultTable(layout, layout === "measures" ? measures : scenarios, base, isChange),
    // A new filter means new rows.
    [layout, measures, scenarios, base, isChange, filter],
  );
  return (
    <>
      <div className="bar no-print">
        <Select
          label="Columns"
          value={layout}
          choices={[
            { value: "measures", label: "Measures" },
            { value: "scenarios", label: "Scenarios" },
          ]}
          onChange={setLayout}
        />
        {layout === "measures" ? (
          <Select
            label="Scenario"
            value={scenario}
            choices={detail.run.scenario_ids.map((id) => ({ value: id, label: id }))}
            onChange={setScenario}
          />
        ) : (
          <>
            <Select
              label="Measure"
              value={measures[0] ?? ""}
              choices={detail.request.pricing.measures.map((name) => ({ value: name, label: measureLabel(name) }))}
              onChange={setMeasures}
            />
            <Select
              label="Show"
              value={change}
              choices={[
                { value: "", label: "Value" },
                { value: "1", label: `Change from ${base}` },
              ]}
              onChange={setChange}
            />
          </>
        )}
        <Select label="Node" value={node} choices={optional("All", nodes.data ?? (node ? [node] : []))} onChange={setNode} />
        <Select
          label="Product"
          value={product}
          choices={optional("All", enumOf(document_.data, "ProductType"))}
          onChange={setProduct}
        />
        <Select
          label="Cells"
          value={reason}
          choices={[
            { value: "", label: "All" },
            { value: "any", label: "Any without a number" },
            ...enumOf(document_.data, "Reason", "code").map((code) => ({
              value: code,
              label: `Without: ${code.replaceAll("_", " ")}`,
            })),
          ]}
          onChange={setReason}
        />
        <TextField label="Position begins with" value={prefix} onChange={setPrefix} />
        <button type="button" aria-expanded={isChoosing} onClick={() => setChoosing(!isChoosing)}>
          Choose columns
        </button>
      </div>
      {isChoosing && (
        <div className="card">
          {layout === "measures" ? (
            <Checks
              label="Measures"
              choices={detail.request.pricing.measures.map((name) => ({ value: name, label: measureLabel(name) }))}
              chosen={new Set(measures)}
              onChange={(chosen) => setMeasures(inOrder(detail.request.pricing.measures, chosen))}
            />
          ) : (
            <Checks
              label="Scenarios"
              choices={detail.run.scenario_ids.map((id) => ({ value: id, label: id }))}
              chosen={new Set(scenarios)}
              onChange={(chosen) => setScenarios(inOrder(detail.run.scenario_ids, chosen))}
            />
          )}
        </div>
      )}
      <Grid filter={filter} table={table} prefix={prefix} sort={sort} hidden={isChange ? base : ""} />
    </>
  );
}

function inOrder(all: readonly string[], chosen: ReadonlySet<string>): string {
  return all.filter((name) => chosen.has(name)).join(",");
}

/** Changes need the base, whether it is shown or not. */
function withBase(scenarios: readonly string[], base: string, isChange: boolean): string[] {
  return isChange && !scenarios.includes(base) ? [base, ...scenarios] : [...scenarios];
}

type Reading = { isRunning: boolean; problem?: Problem };

function Grid(props: {
  filter: Parameters<typeof streamResults>[0];
  table: ResultTable;
  prefix: string;
  sort: string;
  hidden: string;
}) {
  const { filter, table, prefix, sort, hidden } = props;
  const box = useRef<HTMLDivElement>(null);
  const grid = useRef<VirtualGrid | null>(null);
  const [version, setVersion] = useState(0);
  const [reading, setReading] = useState<Reading>({ isRunning: true });
  const stop = useRef<AbortController | null>(null);
  const [attempt, setAttempt] = useState(0);

  const isDescending = sort.startsWith("-");
  const sortKey = isDescending ? sort.slice(1) : sort;
  // The table grows in place; its version says that it has.
  const rows = useMemo(() => table.rows(prefix, sortKey, isDescending), [table, version, prefix, sortKey, isDescending]);
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
      for (const result of results) table.add(result);
      // Often enough to be seen growing, and no more often than the rows take to be put in order.
      if (performance.now() - shownAt > 250 + table.rowCount / 2000) show();
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
    grid.current?.update({
      columns: table.columns().filter((column) => column.key !== hidden),
      rowCount: rows.length,
      text: (row, column) => table.text(rows[row] ?? 0, column.key),
      reason: (row, column) => table.reason(rows[row] ?? 0, column.key),
      isNegative: (row, column) => table.isNegative(rows[row] ?? 0, column.key),
      sortKey,
      isDescending,
    });
  }, [table, rows, sortKey, isDescending, hidden]);

  const save = () => {
    const columns = table.columns().filter((column) => column.key !== hidden);
    const head = columns.map((column) => (column.unit ? `${column.label} (${column.unit})` : column.label));
    const body = Array.from(rows, (row) => columns.map((column) => table.text(row, column.key)));
    download(`${filter.run} results.csv`, "text/csv;charset=utf-8", csv([head, ...body]));
  };
  const shown = rows.length;
  return (
    <>
      {reading.problem && <ProblemNote problem={reading.problem} retry={() => setAttempt(attempt + 1)} />}
      <div className="grid-status">
        <span role="status">
          {reading.isRunning ? "Reading: " : ""}
          <strong>{number(table.rowCount)}</strong> rows read
          {shown !== table.rowCount && (
            <>
              , <strong>{number(shown)}</strong> shown
            </>
          )}
          {!reading.isRunning && table.rowCount === 0 && !reading.problem && ": nothing fits these filters; take one away"}
        </span>
        {reading.isRunning && (
          <button type="button" className="plain small" onClick={() => stop.current?.abort()}>
            Stop
          </button>
        )}
        <span className="quiet small keys">Arrows move, Shift selects, Ctrl+C copies, S sorts, Enter explains</span>
        <button type="button" className="plain small no-print" disabled={shown === 0} onClick={save}>
          Export CSV
        </button>
      </div>
      <div ref={box} />
    </>
  );
}
