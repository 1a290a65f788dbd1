import { useCallback, useMemo } from "react";
import { withQuery } from "../lib/api";
import { valueOf } from "../lib/cells";
import { axisNumber, compact, number, percent, signed } from "../lib/format";
import { navigate } from "../lib/router";
import type { Cell, RunDetail } from "../lib/types";
import { Chart, categoryAxis, chartGrid, valueAxis } from "../ui/Chart";
import type { Palette } from "../ui/theme";
import { Async, Empty } from "../ui/State";
import { baseScenario, runPage } from "./useRun";
import { useTotals } from "./useTotals";

const measures = ["PV"];

export type ScenarioRow = { id: string; value: number; change: number; share: number | undefined };

/** Values by scenario and their change from the base; scenarios without a value are left out. */
export function scenarioRows(cells: readonly Cell[], base: string): ScenarioRow[] {
  const from = valueOf(cells, base);
  if (from === undefined) return [];
  return cells.flatMap((cell) => {
    if (cell.value === undefined || cell.scenario === base) return [];
    const change = cell.value - from;
    return [{ id: cell.scenario, value: cell.value, change, share: from === 0 ? undefined : change / Math.abs(from) }];
  });
}

/** Profit and loss of one node under every scenario of the run. */
export function ScenarioChart(props: { detail: RunDetail; node: string }) {
  const base = baseScenario(props.detail);
  const totals = useTotals(props.detail.run.run_id, { node: props.node, measures });
  return (
    <Async loaded={totals}>
      {(results) => (
        <Bars
          cells={results.find((result) => result.node === props.node)?.cells ?? []}
          base={base}
          name={`${props.detail.run.run_id} scenarios`}
          currency={props.detail.request.pricing.reporting_currency}
          onPick={(scenario) =>
            navigate(
              withQuery(runPage(props.detail.run.run_id, "results"), {
                layout: "scenarios",
                node: props.node,
                measures: "PV",
                scenarios: `${base},${scenario}`,
                change: "1",
              }),
            )
          }
        />
      )}
    </Async>
  );
}

/** `currency`: that of the cells. */
export function Bars(props: {
  cells: readonly Cell[];
  base: string;
  name: string;
  currency: string;
  onPick?: (scenario: string) => void;
}) {
  const { currency } = props;
  const rows = useMemo(() => scenarioRows(props.cells, props.base), [props.cells, props.base]);
  const option = useCallback(
    (colours: Palette) => ({
      grid: { ...chartGrid, right: 24, top: 8 },
      legend: { show: false },
      yAxis: { ...categoryAxis(colours, rows.map((row) => row.id), ""), inverse: true },
      xAxis: valueAxis(colours, `P&L, ${currency}`, axisNumber),
      series: [
        {
          name: "P&L",
          type: "bar",
          barMaxWidth: 14,
          data: rows.map((row) => ({
            value: row.change,
            itemStyle: { color: row.change < 0 ? colours.loss : colours.gain },
          })),
          label: {
            show: true,
            position: "right",
            color: colours.text,
            fontSize: 11,
            formatter: (what: { value: number }) => compact(what.value),
          },
          tooltip: { valueFormatter: (value: number) => signed(value) },
        },
      ],
    }),
    [rows, currency],
  );
  if (rows.length === 0) {
    return (
      <Empty title="No scenario but the base">
        <p>Start a run with scenarios to see profit and loss here.</p>
      </Empty>
    );
  }
  const { onPick } = props;
  return (
    <Chart
      label="Profit and loss by scenario"
      name={props.name}
      height={Math.max(280, rows.length * 22 + 40)}
      option={option}
      rows={rows}
      rowKey={(row) => row.id}
      {...(onPick ? { onPick: (index: number) => rows[index] && onPick(rows[index]!.id) } : {})}
      columns={[
        { key: "scenario", label: "Scenario", text: (row) => row.id },
        { key: "value", label: "Value", unit: currency, isNumber: true, text: (row) => number(row.value), order: (row) => row.value },
        { key: "change", label: "P&L", unit: currency, isNumber: true, text: (row) => signed(row.change), order: (row) => row.change },
        {
          key: "share",
          label: "Of value",
          isNumber: true,
          text: (row) => (row.share === undefined ? "" : percent(row.share)),
          order: (row) => row.share,
        },
      ]}
    />
  );
}
