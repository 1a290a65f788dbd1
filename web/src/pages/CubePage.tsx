import { useMemo } from "react";
import { withQuery } from "../lib/api";
import { reasonText } from "../lib/cells";
import { csv, download } from "../lib/csv";
import { closer, cubeTable, cubeText, dimensions, groupLabel, groupsOf, heatClass, resultsPage } from "../lib/cube";
import type { CubeTable, Head, HeadGroup } from "../lib/cube";
import { number } from "../lib/format";
import { measureLabel } from "../lib/measures";
import { useAddress, useSetting } from "../lib/router";
import type { Cube, CubeCell, CubeFigure, RunDetail } from "../lib/types";
import { useApi } from "../lib/useApi";
import { Card } from "../ui/Card";
import { denseFrom } from "../ui/DataTable";
import { Select, TextField } from "../ui/Field";
import { Link } from "../ui/Link";
import { Async, Empty } from "../ui/State";
import { GroupNote } from "./GroupNote";
import { RunHead } from "./RunHead";
import { baseScenario, plainMeasures, runPath, useRun } from "./useRun";

/** Figures of a run over groups of positions, with totals made of the positions. */
export function CubePage(props: { run: string }) {
  const detail = useRun(props.run);
  return (
    <Async loaded={detail} title="Cube">
      {(found) => (
        <>
          <RunHead detail={found} title="Cube" />
          <CubeView detail={found} />
        </>
      )}
    </Async>
  );
}

/** Tail risk is asked for by its confidence, in place of a measure. */
const tails: Record<string, { confidence: number; figure: number; label: string }> = {
  "VAR-0.95": { confidence: 0.95, figure: 0, label: "Value at risk, 95%" },
  "ES-0.95": { confidence: 0.95, figure: 1, label: "Expected shortfall, 95%" },
  "VAR-0.99": { confidence: 0.99, figure: 0, label: "Value at risk, 99%" },
  "ES-0.99": { confidence: 0.99, figure: 1, label: "Expected shortfall, 99%" },
};

/** No columns: a name of its own, since what is left out of the address is the usual choice. */
const noColumns = "none";
const choices = Object.entries(dimensions).map(([value, label]) => ({ value, label }));

function CubeView(props: { detail: RunDetail }) {
  const { detail } = props;
  const run = detail.run.run_id;
  const base = baseScenario(detail);
  const measures = plainMeasures(detail);
  const [rows, setRows] = useSetting("rows", "sector");
  const [then, setThen] = useSetting("then");
  const [columns, setColumns] = useSetting("columns", "currency");
  const [figure, setFigure] = useSetting("figure", measures.includes("PV") ? "PV" : (measures[0] ?? "PV"));
  const [scenario, setScenario] = useSetting("scenario", base);
  const [change, setChange] = useSetting("change");
  const [node, setNode] = useSetting("node");
  const [top, setTop] = useSetting("top");
  const { query } = useAddress();
  const groups = useMemo(() => groupsOf(query), [query]);
  const tail = tails[figure];
  const isChange = change === "1" && scenario !== base && !tail;
  const loaded = useApi<Cube>(
    withQuery(runPath(run, "cube"), {
      rows: [rows, then].filter(Boolean).join(","),
      columns: columns === noColumns ? "" : columns,
      ...(tail ? { confidence: tail.confidence } : { measure: figure, scenario, difference: isChange || undefined }),
      node,
      top: /^\d+$/.test(top) ? top : undefined,
      ...groups,
    }),
  );
  const free = (taken: readonly string[]) => choices.filter((choice) => !taken.includes(choice.value));
  return (
    <>
      <div className="bar no-print">
        <Select label="Rows" value={rows} choices={free([then, columns])} onChange={setRows} />
        <Select label="Within" value={then} choices={[{ value: "", label: "–" }, ...free([rows, columns])]} onChange={setThen} />
        <Select
          label="Columns"
          value={columns}
          choices={[{ value: noColumns, label: "–" }, ...free([rows, then])]}
          onChange={setColumns}
        />
        <Select
          label="Figure"
          value={figure}
          choices={[
            ...measures.map((measure) => ({ value: measure, label: measureLabel(measure) })),
            ...Object.entries(tails).map(([value, { label }]) => ({ value, label })),
          ]}
          onChange={setFigure}
        />
        {!tail && (
          <>
            <Select
              label="Scenario"
              value={scenario}
              choices={detail.run.scenario_ids.map((id) => ({ value: id, label: id }))}
              onChange={setScenario}
            />
            {scenario !== base && (
              <Select
                label="Show"
                value={change}
                choices={[
                  { value: "", label: "Value" },
                  { value: "1", label: `Change from ${base}` },
                ]}
                onChange={setChange}
              />
            )}
          </>
        )}
        <TextField label="Portfolio node" value={node} hint="all" onChange={setNode} />
        <TextField label="Groups told apart" value={top} hint="largest" onChange={setTop} />
      </div>
      <GroupNote groups={groups} />
      <Async
        loaded={loaded}
        isEmpty={(cube) => cube.cells.length === 0}
        empty={
          <Empty title="There is nothing to add up">
            <p>The run has no results yet, or no position fits the filters.</p>
          </Empty>
        }
      >
        {(cube) => <CubeCard run={run} cube={cube} figure={tail?.figure ?? 0} title={tail?.label ?? measureLabel(figure)} />}
      </Async>
    </>
  );
}

function CubeCard(props: { run: string; cube: Cube; figure: number; title: string }) {
  const { cube } = props;
  const figure = cube.figures[props.figure];
  const table = useMemo(() => cubeTable(cube, props.figure), [cube, props.figure]);
  if (!figure) return null;
  const unit = figure.unit === "AMOUNT" ? cube.currency : undefined;
  const under = cube.confidence ? `${cube.scenario_count} scenarios, each as likely` : cube.scenario;
  const save = () => {
    const heads = [...table.rowDimensions.map((name) => dimensions[name] ?? name), ...table.columns.map(headText)];
    const body = table.rows.map((row) => [
      ...row.labels,
      ...table.columns.map((column) => textOf(figure, table.cell(row, column), props.figure)),
    ]);
    download(`${props.run} cube.csv`, "text/csv;charset=utf-8", csv([heads, ...body]));
  };
  return (
    <Card title={props.title} note={[unit, under].filter(Boolean).join(", ")}>
      <div className="table-block">
        <div className="table-scroll" tabIndex={0} role="region" aria-label={`${props.title}, table`}>
          <table className={`cube${table.columns.length + table.rowDimensions.length > denseFrom ? " dense" : ""}`}>
            <caption className="visually-hidden">{props.title} by groups of positions</caption>
            <thead>
              <tr>
                {table.rowDimensions.map((name) => (
                  <th key={name} scope="col" className="side">
                    {dimensions[name] ?? name}
                  </th>
                ))}
                {table.columns.map((column) => (
                  <th key={column.key} scope="col" className={column.isTotal ? "total" : ""}>
                    {headText(column)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {table.rows.map((row) => (
                <CubeRow key={row.key} row={row} table={table} figure={figure} place={props.figure} />
              ))}
            </tbody>
          </table>
        </div>
        <button type="button" className="plain small no-print" onClick={save}>
          Export CSV
        </button>
      </div>
      <p className="quiet small">
        Totals are made of the positions, not of the cells: averages are weighted by value, and a position with two tags counts
        once. A dash has no number; point at it for the reason.
      </p>
    </Card>
  );
}

function CubeRow(props: { row: Head; table: CubeTable; figure: CubeFigure; place: number }) {
  const { row, table, figure, place } = props;
  return (
    <tr>
      {row.isTotal ? (
        <th scope="row" className="total" colSpan={row.labels.length}>
          Total
        </th>
      ) : (
        row.groups.map((group) => (
          <th key={group.dimension} scope="row">
            <GroupHead of={group} />
          </th>
        ))
      )}
      {table.columns.map((column) => {
        const cell = table.cell(row, column);
        const isTotal = row.isTotal || column.isTotal;
        // A single row or column has only totals, which are then what there is to see.
        const isShaded = !isTotal || (row.isTotal ? table.rowDimensions.length === 0 : table.columnDimensions.length === 0);
        const shade = isShaded ? heatClass(cell?.figures[place]?.value, table.largest) : "";
        return (
          <td key={column.key} className={`number ${isTotal ? "total" : ""} ${shade}`}>
            <CubeNumber cell={cell} figure={figure} place={place} name={`${headText(row)}, ${headText(column)}`} />
          </td>
        );
      })}
    </tr>
  );
}

/** A group of rows, which leads to a closer look at it. */
function GroupHead(props: { of: HeadGroup }) {
  const label = groupLabel(props.of.dimension, props.of.group);
  const to = closer(useAddress(), props.of);
  if (!to) return <>{label}</>;
  return (
    <Link to={to} title={props.of.group.kind === "OTHER" ? "Tell more groups apart" : `Only ${label}`}>
      {label}
    </Link>
  );
}

function CubeNumber(props: { cell: CubeCell | undefined; figure: CubeFigure; place: number; name: string }) {
  const { cell, figure, place } = props;
  const found = cell?.figures[place];
  if (!cell || !found) return null;
  const counts = `${number(found.position_count)} positions, ${number(found.gap_count)} without a value`;
  if (found.value === undefined) {
    return (
      <span className="quiet" title={found.reason && `${reasonText(found.reason)}; ${counts}`}>
        –
      </span>
    );
  }
  const text = cubeText(figure, found.value);
  if (!cell.results) return <span title={counts}>{text}</span>;
  return (
    <Link to={resultsPage(cell.results)} title={`${props.name}: ${counts}`}>
      {text}
    </Link>
  );
}

function headText(head: Head): string {
  return head.isTotal ? "Total" : head.labels.join(" / ");
}

function textOf(figure: CubeFigure, cell: CubeCell | undefined, place: number): string {
  const value = cell?.figures[place]?.value;
  return value === undefined ? "" : cubeText(figure, value);
}
