import { useCallback, useMemo } from "react";
import { splitFactor, tenorYears, valueOf } from "../lib/cells";
import { axisNumber, number } from "../lib/format";
import type { NodeResult, RunDetail } from "../lib/types";
import { Chart, categoryAxis, valueAxis } from "../ui/Chart";
import type { Palette } from "../ui/theme";
import { Async, Empty } from "../ui/State";
import { baseScenario } from "./useRun";
import { useTotals } from "./useTotals";

const measures = ["KEY_RATE_DV01"];

/** The ladder of key-rate DV01 of one node: columns by tenor, stacked by curve. */
export function KeyRateChart(props: { detail: RunDetail; node: string }) {
  const base = baseScenario(props.detail);
  const totals = useTotals(props.detail.run.run_id, { node: props.node, measures, scenario: base });
  return (
    <Async loaded={totals}>
      {(results) => (
        <Ladder
          results={results.filter((result) => result.node === props.node)}
          scenario={base}
          name={`${props.detail.run.run_id} key rates`}
          currency={props.detail.request.pricing.reporting_currency}
        />
      )}
    </Async>
  );
}

export type KeyRateRow = { curve: string; byTenor: Map<string, number>; total: number };

/** Key rates by curve and tenor; curves without any are left out. */
export function keyRates(results: readonly NodeResult[], scenario: string) {
  const tenors = new Set<string>();
  const curves = new Map<string, Map<string, number>>();
  for (const result of results) {
    const { curve, tenor } = splitFactor(result.factor);
    const value = valueOf(result.cells, scenario);
    if (value === undefined) continue;
    tenors.add(tenor);
    const byTenor = curves.get(curve) ?? new Map<string, number>();
    byTenor.set(tenor, value);
    curves.set(curve, byTenor);
  }
  const rows: KeyRateRow[] = [...curves]
    .map(([curve, byTenor]) => ({ curve, byTenor, total: [...byTenor.values()].reduce((sum, value) => sum + value, 0) }))
    .filter((row) => [...row.byTenor.values()].some((value) => value !== 0))
    .sort((a, b) => Math.abs(b.total) - Math.abs(a.total));
  return { tenors: [...tenors].sort((a, b) => tenorYears(a) - tenorYears(b)), rows };
}

function Ladder(props: { results: NodeResult[]; scenario: string; name: string; currency: string }) {
  const { tenors, rows } = useMemo(() => keyRates(props.results, props.scenario), [props.results, props.scenario]);
  const { currency } = props;
  const option = useCallback(
    (colours: Palette) => ({
      xAxis: categoryAxis(colours, tenors, "Key rate"),
      yAxis: valueAxis(colours, `${currency} for +1 bp`, axisNumber),
      series: rows.map((row) => ({
        name: row.curve,
        type: "bar",
        stack: "all",
        barMaxWidth: 46,
        data: tenors.map((tenor) => row.byTenor.get(tenor) ?? 0),
        tooltip: { valueFormatter: (value: number) => number(value) },
      })),
    }),
    [tenors, rows, currency],
  );
  if (rows.length === 0) {
    return (
      <Empty title="No sensitivity to any key rate">
        <p>Choose another portfolio, or look below for what has no number.</p>
      </Empty>
    );
  }
  return (
    <Chart
      label="Key-rate DV01 by tenor and curve"
      name={props.name}
      height={280}
      option={option}
      rows={rows}
      rowKey={(row) => row.curve}
      columns={[
        { key: "curve", label: "Curve", text: (row) => row.curve },
        ...tenors.map((tenor) => ({
          key: tenor,
          label: tenor,
          unit: currency,
          isNumber: true,
          text: (row: KeyRateRow) => number(row.byTenor.get(tenor) ?? 0),
          order: (row: KeyRateRow) => row.byTenor.get(tenor) ?? 0,
        })),
        { key: "total", label: "Total", unit: currency, isNumber: true, text: (row) => number(row.total), order: (row) => row.total },
      ]}
    />
  );
}
