import { useMemo } from "react";
import { segment, withQuery } from "../lib/api";
import { number, signed, short } from "../lib/format";
import { measureLabel, measureStyle, measureText } from "../lib/measures";
import { useSetting } from "../lib/router";
import { shiftText } from "../lib/shift";
import { trees, visibleNodes } from "../lib/tree";
import type { NodeComparison, Page, Run, RunComparison, RunDetail } from "../lib/types";
import { useAll, useApi } from "../lib/useApi";
import { Card } from "../ui/Card";
import { DataTable } from "../ui/DataTable";
import { Select } from "../ui/Field";
import { Async, Empty } from "../ui/State";
import { baseScenario, plainMeasures, runPath } from "./useRun";

/** Two runs beside each other: what was asked for, and what came of it. */
export function ComparePage() {
  const runs = useApi<Page<Run>>("/v1/runs?limit=200");
  const [a, setA] = useSetting("a");
  const [b, setB] = useSetting("b");
  const first = useApi<RunDetail>(a ? runPath(a) : null);
  const second = useApi<RunDetail>(b ? runPath(b) : null);
  const choices = [
    { value: "", label: "Choose a run" },
    ...(runs.data?.items ?? []).map((run) => ({ value: run.run_id, label: `${run.run_id} ${run.state.toLowerCase()}` })),
  ];
  return (
    <>
      <h1>Compare runs</h1>
      <div className="bar no-print">
        <Select label="From" value={a} choices={choices} onChange={setA} />
        <Select label="To" value={b} choices={choices} onChange={setB} />
      </div>
      {(!a || !b) && (
        <Empty title="Choose two runs">
          <p>Their requests and their totals are then set side by side.</p>
        </Empty>
      )}
      {a && b && (
        <Async loaded={first}>
          {(from) => (
            <Async loaded={second}>
              {(to) => (
                <>
                  <Parameters from={from} to={to} />
                  <Totals from={from} to={to} />
                </>
              )}
            </Async>
          )}
        </Async>
      )}
    </>
  );
}

function Parameters(props: { from: RunDetail; to: RunDetail }) {
  const rows = parameters(props.from).map(([name, value], index) => ({
    name,
    from: value,
    to: parameters(props.to)[index]![1],
  }));
  const differing = rows.filter((row) => row.from !== row.to).length;
  return (
    <Card title="What was asked for" note={differing === 0 ? "the same" : `${differing} of ${rows.length} differ`}>
      <DataTable
        caption="Parameters of both runs"
        rows={rows}
        rowKey={(row) => row.name}
        rowClass={(row) => (row.from === row.to ? "" : "differs")}
        columns={[
          { key: "name", label: "Parameter", text: (row) => row.name },
          { key: "from", label: "From", text: (row) => row.from },
          { key: "to", label: "To", text: (row) => row.to },
          { key: "same", label: "Difference", text: (row) => (row.from === row.to ? "same" : "differs") },
        ]}
      />
    </Card>
  );
}

function parameters(detail: RunDetail): [string, string][] {
  const { run, request } = detail;
  return [
    ["Market", short(run.market_snapshot_id)],
    ["Positions", short(run.position_snapshot_id)],
    ["Number of positions", number(run.position_count)],
    ["Scenarios", run.scenario_ids.join(", ")],
    ["Moves", request.scenarios.map((scenario) => `${scenario.id}: ${scenario.shifts.map(shiftText).join("; ") || "none"}`).join(". ")],
    ["Measures", request.pricing.measures.join(", ")],
    ["Reporting currency", request.pricing.reporting_currency],
    ["Key rates", request.pricing.key_rate_tenors.join(", ")],
    ["Code", request.code_version],
    ["Request", short(run.request_hash)],
  ];
}

function Totals(props: { from: RunDetail; to: RunDetail }) {
  const { from, to } = props;
  const shared = useMemo(
    () => plainMeasures(from).filter((measure) => plainMeasures(to).includes(measure)),
    [from, to],
  );
  const [measure, setMeasure] = useSetting("measure", shared[0] ?? "");
  const [scenario, setScenario] = useSetting("scenario", baseScenario(from));
  const common = from.run.scenario_ids.filter((id) => to.run.scenario_ids.includes(id));
  const between = `/v1/runs/${segment(from.run.run_id)}/compare/${segment(to.run.run_id)}`;
  const totals = useAll<NodeComparison>(
    measure ? withQuery(`${between}/nodes`, { measure, scenario, is_reporting_total: true, product_type: "ALL" }) : null,
  );
  const positions = useApi<RunComparison>(measure ? withQuery(between, { measure, scenario, limit: 20 }) : null);
  return (
    <Card
      title="What came of it"
      tools={
        <>
          <Select
            label="Measure"
            value={measure}
            choices={shared.map((name) => ({ value: name, label: measureLabel(name) }))}
            onChange={setMeasure}
          />
          <Select
            label="Scenario"
            value={scenario}
            choices={common.map((id) => ({ value: id, label: id }))}
            onChange={setScenario}
          />
        </>
      }
    >
      <Async loaded={totals}>
        {(found) => {
          const byNode = new Map(found.map((node) => [node.node, node.cells[0]]));
          const nodes = visibleNodes(trees([...byNode.keys()]), () => true);
          const value = (side: "a" | "b" | "difference") => (node: { path: string }) => byNode.get(node.path)?.[side];
          const show = (side: "a" | "b") => (node: { path: string }) => {
            const shown = value(side)(node);
            return shown === undefined ? "" : measureText(measure, shown, true);
          };
          if (nodes.length === 0) {
            return (
              <Empty title="No totals yet">
                <p>They come with the last task of each run.</p>
              </Empty>
            );
          }
          return (
            <DataTable
              caption="Totals of both runs by node"
              rows={nodes}
              rowKey={(node) => node.path}
              exportName={`${from.run.run_id} to ${to.run.run_id}`}
              columns={[
                { key: "node", label: "Node", text: (node) => node.path },
                { key: "from", label: "From", isNumber: true, text: show("a"), order: value("a") },
                { key: "to", label: "To", isNumber: true, text: show("b"), order: value("b") },
                {
                  key: "change",
                  label: "Change",
                  isNumber: true,
                  text: (node) => changeText(measure, value("difference")(node)),
                  order: value("difference"),
                },
              ]}
            />
          );
        }}
      </Async>
      <Async loaded={positions}>{(found) => <Positions found={found.positions} name={`${from.run.run_id} to ${to.run.run_id}`} />}</Async>
    </Card>
  );
}

function changeText(measure: string, change: number | undefined): string {
  const style = measureStyle(measure);
  if (change === undefined) return "";
  return signed(change * style.scale, style.isAmount ? 0 : Math.max(0, style.decimals)) + style.suffix;
}

/** The positions behind the change, the largest first. */
function Positions(props: { found: RunComparison["positions"]; name: string }) {
  const { found } = props;
  const amount = (side: { amount?: number } | undefined) =>
    side?.amount === undefined ? "" : measureText(found.measure, side.amount, true);
  return (
    <>
      <h3>Positions behind the change{found.currency ? `, ${found.currency}` : ""}</h3>
      <p>
        {number(found.differing)} of {number(found.in_both)} positions in both runs differ, {number(found.valued_in_one)} have a
        value in one only; {number(found.only_in_a.count)} are only in the first, {number(found.only_in_b.count)} only in the
        second.
      </p>
      {found.largest.length > 0 && (
        <DataTable
          caption="Positions that differ most"
          rows={found.largest}
          rowKey={(row) => row.position_id}
          exportName={`${props.name} positions`}
          columns={[
            { key: "position", label: "Position", text: (row) => row.position_id },
            { key: "portfolio", label: "Portfolio", text: (row) => (row.b ?? row.a)?.portfolio ?? "" },
            { key: "product", label: "Product", text: (row) => row.product_type },
            { key: "from", label: "From", isNumber: true, text: (row) => amount(row.a), order: (row) => row.a?.amount },
            { key: "to", label: "To", isNumber: true, text: (row) => amount(row.b), order: (row) => row.b?.amount },
            {
              key: "change",
              label: "Change",
              isNumber: true,
              text: (row) => changeText(found.measure, row.difference),
              order: (row) => row.difference,
            },
          ]}
        />
      )}
    </>
  );
}
