import { useCallback } from "react";
import type { DealBond, DealStructure } from "../lib/deals";
import { axisNumber, number, percent } from "../lib/format";
import { Card } from "../ui/Card";
import { Chart, categoryAxis, chartGrid, valueAxis } from "../ui/Chart";
import type { Palette } from "../ui/theme";

/** Who holds what of a deal: a bar per bond from the most senior down, with what is lost before it loses. */
export function CapitalStructure(props: { structure: DealStructure; name: string }) {
  const { bonds, currency } = props.structure;
  const option = useCallback(
    (colours: Palette) => {
      const drawn = bonds.filter((bond) => bond.balance > 0);
      return {
        grid: { ...chartGrid, top: 8, right: 130 },
        legend: { show: false },
        yAxis: { ...categoryAxis(colours, drawn.map((bond) => (bond.tier ? `${bond.name} (${bond.tier})` : bond.name)), ""), inverse: true },
        xAxis: { ...valueAxis(colours, `Balance, ${currency}`, axisNumber), splitNumber: 3 },
        series: [
          {
            name: "Balance",
            type: "bar",
            barMaxWidth: 22,
            data: drawn.map((bond) => bond.balance),
            label: {
              show: true,
              position: "right",
              color: colours.text,
              fontSize: 11,
              formatter: (what: { dataIndex: number }) => enhancement(drawn[what.dataIndex]),
            },
            tooltip: { valueFormatter: (value: number) => number(value) },
          },
        ],
      };
    },
    [bonds, currency],
  );
  return (
    <Card title="Capital structure" note="enhancement: part of the loans that is lost before the bond loses">
      <Chart
        label="Balances of bonds, with their credit enhancement"
        name={`${props.name} capital structure`}
        height={Math.max(160, bonds.filter((bond) => bond.balance > 0).length * 34 + 50)}
        option={option}
        rows={bonds}
        rowKey={(bond) => bond.name}
        columns={[
          { key: "bond", label: "Bond", text: (bond) => bond.name },
          { key: "tier", label: "Tier", text: (bond) => bond.tier ?? "" },
          { key: "coupon", label: "Coupon", text: (bond) => bond.coupon },
          { key: "balance", label: "Balance", unit: currency, isNumber: true, text: (bond) => number(bond.balance), order: (bond) => bond.balance },
          {
            key: "original",
            label: "Original",
            unit: currency,
            isNumber: true,
            text: (bond) => number(bond.original_balance),
            order: (bond) => bond.original_balance,
          },
          {
            key: "enhancement",
            label: "Enhancement",
            isNumber: true,
            text: (bond) => (bond.credit_enhancement === undefined ? "" : percent(bond.credit_enhancement, 1)),
            order: (bond) => bond.credit_enhancement,
          },
        ]}
      />
    </Card>
  );
}

function enhancement(bond: DealBond | undefined): string {
  return bond?.credit_enhancement === undefined ? "" : `enhancement ${percent(bond.credit_enhancement, 1)}`;
}
