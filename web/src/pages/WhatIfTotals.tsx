import { useCallback, useMemo } from "react";
import { axisNumber, number, signed } from "../lib/format";
import { measureLabel, measureStyle, measureText } from "../lib/measures";
import { useSetting } from "../lib/router";
import type { RunDetail } from "../lib/types";
import { ofNode, profits } from "../lib/whatIf";
import type { ProfitRow, WhatIfAnswer, WhatIfCell, WhatIfItem } from "../lib/whatIf";
import { Card } from "../ui/Card";
import { Chart, categoryAxis, chartGrid, valueAxis } from "../ui/Chart";
import { DataTable } from "../ui/DataTable";
import { Select } from "../ui/Field";
import { Empty } from "../ui/State";
import type { Palette } from "../ui/theme";
import { baseScenario } from "./useRun";

/** Totals of a node before and after, by measure, by scenario and by node. */
export function WhatIfTotals(props: { detail: RunDetail; answer: WhatIfAnswer; node: string }) {
  const { detail, answer, node } = props;
  const base = baseScenario(detail);
  const [scenario, setScenario] = useSetting("scenario", base);
  const name = `${detail.run.run_id} what-if`;
  const items = useMemo(() => {
    const order = (item: WhatIfItem) => detail.request.pricing.measures.indexOf(item.measure);
    return ofNode(answer, node).sort((a, b) => order(a) - order(b));
  }, [answer, node, detail]);
  const value = items.find((item) => item.measure === "PV");
  return (
    <>
      <div className="grid-2">
        <Card
          title="Measures"
          note={`${node || "everything"}, ${answer.reporting_currency} where it is an amount`}
          tools={
            <Select
              label="Scenario"
              value={scenario}
              choices={detail.run.scenario_ids.map((id) => ({ value: id, label: id }))}
              onChange={setScenario}
            />
          }
        >
          <Measures items={items} scenario={scenario} base={base} name={`${name} measures`} />
        </Card>
        <Card title="P&L by scenario, before and after" note={`${answer.reporting_currency} against ${base}`}>
          <Profits rows={profits(value, base)} currency={answer.reporting_currency} name={`${name} scenarios`} />
        </Card>
      </div>
      <div className="grid-2">
        <Card title="Value by portfolio" note={`${answer.reporting_currency}, ${base}; where something changed`}>
          <Nodes answer={answer} scenario={base} name={`${name} portfolios`} />
        </Card>
        <Card title="Changed positions">
          <DataTable
            caption="What became of each position"
            rows={answer.positions}
            rowKey={(row) => row.position_id}
            exportName={`${name} positions`}
            columns={[
              { key: "id", label: "Position", text: (row) => row.position_id },
              { key: "effect", label: "Effect", text: (row) => row.effect.toLowerCase() },
              {
                key: "before",
                label: "Quantity before",
                isNumber: true,
                text: (row) => (row.quantity_before === undefined ? "" : number(row.quantity_before)),
                order: (row) => row.quantity_before,
              },
              {
                key: "after",
                label: "after",
                isNumber: true,
                text: (row) => (row.quantity_after === undefined ? "" : number(row.quantity_after)),
                order: (row) => row.quantity_after,
              },
            ]}
          />
        </Card>
      </div>
    </>
  );
}

/** A measure's cell; of one that is asked on the base alone, the base's. */
function cell(item: WhatIfItem, scenario: string, base: string): WhatIfCell | undefined {
  return (
    item.cells.find((found) => found.scenario === scenario) ?? item.cells.find((found) => found.scenario === base)
  );
}

function Measures(props: { items: WhatIfItem[]; scenario: string; base: string; name: string }) {
  const value = (item: WhatIfItem, which: "before" | "after" | "change") =>
    cell(item, props.scenario, props.base)?.[which];
  const column = (which: "before" | "after" | "change", label: string) => ({
    key: which,
    label,
    isNumber: true,
    text: (item: WhatIfItem) => {
      const found = value(item, which);
      return found === undefined ? "" : measureText(item.measure, found, true);
    },
    order: (item: WhatIfItem) => value(item, which),
  });
  return (
    <DataTable
      caption="Measures before and after"
      rows={props.items}
      rowKey={(item) => `${item.measure} ${item.factor}`}
      exportName={props.name}
      columns={[
        {
          key: "measure",
          label: "Measure",
          text: (item) => measureLabel(item.measure, item.factor),
          show: (item) => (
            <>
              {measureLabel(item.measure, item.factor)} <span className="unit">{measureStyle(item.measure).unit}</span>
            </>
          ),
        },
        column("before", "Before"),
        column("after", "After"),
        column("change", "Change"),
        {
          key: "without",
          label: "Without",
          isNumber: true,
          text: (item) => `${number(item.gaps_before)} → ${number(item.gaps_after)}`,
          order: (item) => item.gaps_after,
        },
      ]}
    />
  );
}

function Profits(props: { rows: ProfitRow[]; currency: string; name: string }) {
  const { rows, currency } = props;
  const option = useCallback(
    (colours: Palette) => ({
      grid: { ...chartGrid, right: 24 },
      yAxis: { ...categoryAxis(colours, rows.map((row) => row.scenario), ""), inverse: true },
      xAxis: valueAxis(colours, `P&L, ${currency}`, axisNumber),
      series: (["before", "after"] as const).map((which) => ({
        name: which === "before" ? "Before" : "After",
        type: "bar",
        barMaxWidth: 10,
        data: rows.map((row) => row[which] ?? null),
        tooltip: { valueFormatter: (value: number | null) => (value === null ? "–" : signed(value)) },
      })),
    }),
    [rows, currency],
  );
  if (rows.length === 0) {
    return (
      <Empty title="No scenario but the base">
        <p>A run with scenarios and the measure PV shows profit and loss here.</p>
      </Empty>
    );
  }
  const column = (key: string, label: string, value: (row: ProfitRow) => number | undefined) => ({
    key,
    label,
    unit: currency,
    isNumber: true,
    text: (row: ProfitRow) => {
      const found = value(row);
      return found === undefined ? "" : signed(found);
    },
    order: value,
  });
  return (
    <Chart
      label="Profit and loss by scenario, before and after the changes"
      name={props.name}
      height={Math.max(280, rows.length * 30 + 60)}
      option={option}
      rows={rows}
      rowKey={(row) => row.scenario}
      columns={[
        { key: "scenario", label: "Scenario", text: (row) => row.scenario },
        column("before", "Before", (row) => row.before),
        column("after", "After", (row) => row.after),
        column("change", "Change", (row) =>
          row.before === undefined || row.after === undefined ? undefined : row.after - row.before,
        ),
      ]}
    />
  );
}

function Nodes(props: { answer: WhatIfAnswer; scenario: string; name: string }) {
  const rows = props.answer.items.filter((item) => item.measure === "PV" && item.product_type === undefined);
  const value = (item: WhatIfItem, which: "before" | "after" | "change") =>
    cell(item, props.scenario, props.scenario)?.[which];
  const column = (which: "before" | "after" | "change", label: string) => ({
    key: which,
    label,
    isNumber: true,
    text: (item: WhatIfItem) => {
      const found = value(item, which);
      return found === undefined ? "" : number(found);
    },
    order: (item: WhatIfItem) => value(item, which),
  });
  if (rows.length === 0) return <Empty title="The run does not have PV" />;
  return (
    <DataTable
      caption="Value by portfolio before and after"
      rows={rows}
      rowKey={(item) => item.node}
      exportName={props.name}
      columns={[
        { key: "node", label: "Portfolio", text: (item) => item.node || "everything" },
        column("before", "Before"),
        column("after", "After"),
        column("change", "Change"),
        {
          key: "positions",
          label: "Positions",
          isNumber: true,
          text: (item) => `${number(item.positions_before)} → ${number(item.positions_after)}`,
          order: (item) => item.positions_after,
        },
      ]}
    />
  );
}
