import { useCallback } from "react";
import { number, percent } from "../lib/format";
import type { BuiltCurve, CurvePoint } from "../lib/types";
import { Chart, valueAxis } from "../ui/Chart";
import type { Column } from "../ui/DataTable";
import type { Palette } from "../ui/theme";

export type RateKind = "zero_rate" | "par_rate" | "forward_rate";
const rateNames: Record<RateKind, string> = { zero_rate: "Zero rate", par_rate: "Par rate", forward_rate: "Forward rate" };

/** A curve as it is and under scenarios, over the same tenors. */
export function RatesChart(props: { curves: readonly BuiltCurve[]; kind: RateKind; name: string }) {
  const { curves, kind } = props;
  const label = (curve: BuiltCurve) => curve.scenario ?? "as it is";
  const option = useCallback(
    (colours: Palette) => ({
      xAxis: { ...valueAxis(colours, "Years", String), max: "dataMax" },
      yAxis: { ...valueAxis(colours, `${rateNames[kind]}, % a year`, (rate) => percent(rate, 1)), scale: true },
      series: curves.map((curve, index) => ({
        name: curve.scenario ?? "as it is",
        type: "line",
        symbol: ["circle", "rect", "triangle", "diamond"][index % 4],
        symbolSize: 5,
        lineStyle: { width: index === 0 ? 3 : 1.5 },
        data: curve.points.map((point) => [point.years, point[kind] ?? null]),
      })),
      tooltip: {
        trigger: "item",
        renderMode: "richText",
        confine: true,
        backgroundColor: colours.surface,
        borderColor: colours.line,
        textStyle: { color: colours.text, fontSize: 12 },
        formatter: (what: { seriesName: string; value: [number, number] }) =>
          `${what.seriesName}\n${number(what.value[0], 2)} years: ${percent(what.value[1], 4)}`,
      },
    }),
    [curves, kind],
  );
  const rows = curves[0]?.points ?? [];
  const columns: Column<CurvePoint>[] = [
    { key: "tenor", label: "Tenor", text: (point) => point.tenor, order: (point) => point.years },
    ...curves.map((curve): Column<CurvePoint> => {
      const rate = (point: CurvePoint) => curve.points.find((own) => own.tenor === point.tenor)?.[kind];
      return {
        key: label(curve),
        label: label(curve),
        isNumber: true,
        text: (point) => {
          const value = rate(point);
          return value === undefined ? "" : percent(value, 4);
        },
        order: rate,
      };
    }),
  ];
  return (
    <Chart
      label="Rates by years, as they are and under scenarios"
      name={props.name}
      height={340}
      option={option}
      rows={rows}
      rowKey={(point) => point.tenor}
      columns={columns}
    />
  );
}
