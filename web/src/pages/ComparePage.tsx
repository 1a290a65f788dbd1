import { useMemo } from "react";
import { totalsByNode, valueOf } from "../lib/cells";
import { number, signed, short } from "../lib/format";
import { measureLabel, measureStyle, measureText } from "../lib/measures";
import { useSetting } from "../lib/router";
import { shiftText } from "../lib/shift";
import { trees, visibleNodes } from "../lib/tree";
import type { Page, Run, RunDetail } from "../lib/types";
import { useApi } from "../lib/useApi";
import { Card } from "../ui/Card";
import { DataTable } from "../ui/DataTable";
import { Select } from "../ui/Field";
import { Async, Empty } from "../ui/State";
import { baseScenario, plainMeasures, runPath } from "./useRun";
import { useTotals } from "./useTotals";

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
  const measures = useMemo(() => [measure].filter(Boolean), [measure]);
  const [scenario, setScenario] = useSetting("scenario", baseScenario(from));
  const common = from.run.scenario_ids.filter((id) => to.run.scenario_ids.includes(id));
  const left = useTotals(from.run.run_id, { measures, scenario });
  const right = useTotals(to.run.run_id, { measures, scenario });
  const style = measureStyle(measure);
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
      <Async loaded={left}>
        {(fromTotals) => (
          <Async loaded={right}>
            {(toTotals) => {
              const [fromBy, toBy] = [totalsByNode(fromTotals, measure), totalsByNode(toTotals, measure)];
              const nodes = visibleNodes(trees([...fromBy.keys(), ...toBy.keys()]), () => true);
              const value = (by: typeof fromBy, node: string) => valueOf(by.get(node)?.cells, scenario);
              const change = (node: string) => {
                const [x, y] = [value(fromBy, node), value(toBy, node)];
                return x === undefined || y === undefined ? undefined : y - x;
              };
              const show = (by: typeof fromBy, node: string) => {
                const found = value(by, node);
                return found === undefined ? "" : measureText(measure, found, true);
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
                    { key: "from", label: "From", isNumber: true, text: (node) => show(fromBy, node.path), order: (node) => value(fromBy, node.path) },
                    { key: "to", label: "To", isNumber: true, text: (node) => show(toBy, node.path), order: (node) => value(toBy, node.path) },
                    {
                      key: "change",
                      label: "Change",
                      isNumber: true,
                      text: (node) => {
                        const found = change(node.path);
                        return found === undefined ? "" : signed(found * style.scale, style.isAmount ? 0 : Math.max(0, style.decimals)) + style.suffix;
                      },
                      order: (node) => change(node.path),
                    },
                  ]}
                />
              );
            }}
          </Async>
        )}
      </Async>
    </Card>
  );
}
