import { useCallback, useMemo } from "react";
import type { BondFlows, DealRun } from "../lib/deals";
import { axisNumber, compact, number } from "../lib/format";
import { useSetting } from "../lib/router";
import { Card } from "../ui/Card";
import { Chart, categoryAxis, chartGrid, valueAxis } from "../ui/Chart";
import { DataTable } from "../ui/DataTable";
import { Select } from "../ui/Field";
import type { Palette } from "../ui/theme";

type Kind = "cash" | "interest" | "principal" | "balance" | "written_down";

const kinds: { value: Kind; label: string }[] = [
  { value: "cash", label: "Cash" },
  { value: "interest", label: "Interest" },
  { value: "principal", label: "Principal" },
  { value: "balance", label: "Balance" },
  { value: "written_down", label: "Losses" },
];

function figures(bond: BondFlows, kind: Kind): number[] {
  if (kind !== "cash") return bond[kind];
  return bond.interest.map((interest, period) => interest + (bond.principal[period] ?? 0) + (bond.residual[period] ?? 0));
}

/** What each bond gets over time, one upon the other, and its life. */
export function BondFlowsChart(props: { run: DealRun; currency: string; name: string }) {
  const { run, currency } = props;
  const [setting, setKind] = useSetting("flows", "cash");
  const kind = kinds.find((item) => item.value === setting)?.value ?? "cash";
  const bonds = useMemo(
    () => run.bonds.map((bond) => ({ name: bond.name, values: figures(bond, kind) })).filter((bond) => bond.values.some((value) => value !== 0)),
    [run, kind],
  );
  const periods = useMemo(
    () => Array.from({ length: run.periods }, (_, index) => run.dates[index] ?? String(index + 1)),
    [run],
  );
  const option = useCallback(
    (colours: Palette) => ({
      grid: chartGrid,
      xAxis: { ...categoryAxis(colours, periods, "Payment"), boundaryGap: false },
      yAxis: valueAxis(colours, currency, axisNumber),
      series: bonds.map((bond) => ({
        name: bond.name,
        type: "line",
        stack: "all",
        areaStyle: { opacity: 0.75 },
        lineStyle: { width: 1 },
        symbol: "none",
        data: bond.values,
        tooltip: { valueFormatter: (value: number) => compact(value) },
      })),
    }),
    [bonds, periods, currency],
  );
  const label = kinds.find((item) => item.value === kind)?.label ?? "";
  return (
    <Card
      title="Cash flows"
      note="under the package's assumptions"
      tools={<Select label="Shown" value={kind} choices={kinds} onChange={setKind} />}
    >
      <Chart
        label={`${label} of each bond by payment`}
        name={props.name}
        height={320}
        option={option}
        rows={periods.map((period, index) => ({ period, index }))}
        rowKey={(row) => row.period}
        columns={[
          { key: "period", label: "Payment", text: (row) => row.period },
          ...bonds.map((bond) => ({
            key: bond.name,
            label: bond.name,
            isNumber: true,
            text: (row: { index: number }) => number(bond.values[row.index] ?? 0, 2),
            order: (row: { index: number }) => bond.values[row.index],
          })),
        ]}
      />
      <Lives run={run} currency={currency} />
    </Card>
  );
}

function Lives(props: { run: DealRun; currency: string }) {
  const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
  return (
    <DataTable
      caption="Bonds in all"
      rows={props.run.bonds}
      rowKey={(bond) => bond.name}
      exportName="bonds"
      columns={[
        { key: "bond", label: "Bond", text: (bond) => bond.name },
        {
          key: "life",
          label: "Average life",
          unit: "years",
          isNumber: true,
          text: (bond) => (bond.weighted_average_life === undefined ? "" : number(bond.weighted_average_life, 2)),
          order: (bond) => bond.weighted_average_life,
        },
        {
          key: "window",
          label: "Principal in",
          text: (bond) => (bond.first_principal_period === undefined ? "" : `${bond.first_principal_period}-${bond.last_principal_period}`),
          order: (bond) => bond.first_principal_period,
        },
        ...(["interest", "principal", "residual", "written_down"] as const).map((key) => ({
          key,
          label: { interest: "Interest", principal: "Principal", residual: "Residual", written_down: "Losses" }[key],
          unit: props.currency,
          isNumber: true,
          text: (bond: BondFlows) => number(total(bond[key])),
          order: (bond: BondFlows) => total(bond[key]),
        })),
        {
          key: "shortfall",
          label: "Interest unpaid",
          unit: props.currency,
          isNumber: true,
          text: (bond) => number(bond.shortfall[bond.shortfall.length - 1] ?? 0),
          order: (bond) => bond.shortfall[bond.shortfall.length - 1],
        },
      ]}
    />
  );
}
