import { useEffect, useMemo, useRef, useState } from "react";
import { downloadAddress } from "../lib/csv";
import { loadECharts } from "./echarts";
import type { ChartInstance, ChartOption } from "./echarts";
import { DataTable, saveTable } from "./DataTable";
import type { Column } from "./DataTable";
import { palette, useIsDark } from "./theme";
import type { Palette } from "./theme";

type Props<Row> = {
  /** What the chart shows, in a sentence, for those who do not see it. */
  label: string;
  /** The files' name of the exports, without ending. */
  name: string;
  height?: number;
  option: (colours: Palette) => ChartOption;
  /** The same figures as a table. */
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  onPick?: (index: number, series: string) => void;
};

/** A chart with its table, either of them shown, its picture as PNG and its figures as CSV. */
export function Chart<Row>(props: Props<Row>) {
  const [asTable, setAsTable] = useState(false);
  const isDark = useIsDark();
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<ChartInstance | null>(null);
  const [failed, setFailed] = useState(false);
  const { option, rows } = props;
  const pick = useRef(props.onPick);
  pick.current = props.onPick;
  const colours = useMemo(() => palette(isDark), [isDark]);
  const drawn = useMemo(() => ({ ...common(colours), ...option(colours) }), [colours, option]);
  const latest = useRef(drawn);
  latest.current = drawn;

  useEffect(() => {
    const element = box.current;
    if (!element || asTable) return undefined;
    let isGone = false;
    const observer = new ResizeObserver(() => chart.current?.resize());
    loadECharts().then(
      (library) => {
        if (isGone) return;
        const instance = library.init(element, null, { renderer: "canvas" });
        chart.current = instance;
        instance.setOption(latest.current, true);
        instance.on("click", (what) => pick.current?.(what.dataIndex, what.seriesName));
        observer.observe(element);
      },
      () => setFailed(true),
    );
    return () => {
      isGone = true;
      observer.disconnect();
      chart.current?.dispose();
      chart.current = null;
    };
  }, [asTable]);

  useEffect(() => chart.current?.setOption(drawn, true), [drawn]);

  const save = () => {
    const address = chart.current?.getDataURL({ type: "png", pixelRatio: 2, backgroundColor: colours.surface });
    if (address) downloadAddress(`${props.name}.png`, address);
  };
  const isTable = asTable || failed;
  return (
    <figure className="chart">
      {!isTable && (
        <div ref={box} role="img" aria-label={props.label} style={{ height: props.height ?? 260 }} className="plot" />
      )}
      {isTable && (
        <DataTable
          caption={props.label}
          columns={props.columns}
          rows={rows}
          rowKey={props.rowKey}
          exportName={props.name}
        />
      )}
      <div className="chart-tools no-print">
        <button type="button" className="plain small" aria-pressed={isTable} onClick={() => setAsTable(!asTable)}>
          {isTable ? "Chart" : "Table"}
        </button>
        {!isTable && (
          <>
            <button type="button" className="plain small" onClick={save}>
              PNG
            </button>
            <button type="button" className="plain small" onClick={() => saveTable(props.name, props.columns, rows)}>
              CSV
            </button>
          </>
        )}
      </div>
    </figure>
  );
}

/** The place of a chart's axes with their labels and titles, under the legend. */
export const chartGrid = { left: 8, right: 16, top: 34, bottom: 8, outerBoundsMode: "same", outerBoundsContain: "all" };

/** What all charts have; the tooltip is drawn, since the policy forbids styles written into pages. */
function common(colours: Palette): ChartOption {
  return {
    animation: false,
    color: colours.series,
    textStyle: { fontFamily: "Inter, system-ui, sans-serif", fontSize: 12, color: colours.text },
    grid: chartGrid,
    legend: {
      type: "scroll",
      top: 0,
      left: 0,
      itemWidth: 12,
      itemHeight: 9,
      textStyle: { color: colours.text, fontSize: 12 },
      pageIconColor: colours.text,
      pageTextStyle: { color: colours.quiet },
    },
    tooltip: {
      trigger: "axis",
      renderMode: "richText",
      confine: true,
      backgroundColor: colours.surface,
      borderColor: colours.line,
      textStyle: { color: colours.text, fontSize: 12 },
      axisPointer: { type: "shadow", shadowStyle: { color: "rgba(128,128,128,0.12)" } },
    },
  };
}

/** An axis of names. `title`: what they are names of. */
export function categoryAxis(colours: Palette, names: readonly string[], title: string): ChartOption {
  return {
    ...titled(colours, title),
    type: "category",
    data: names,
    axisLine: { lineStyle: { color: colours.line } },
    axisTick: { show: false },
    axisLabel: { color: colours.quiet, fontSize: 11 },
  };
}

/** An axis of numbers. `title`: what they are, with their unit. */
export function valueAxis(colours: Palette, title: string, format: (value: number) => string): ChartOption {
  return {
    ...titled(colours, title),
    type: "value",
    axisLabel: { color: colours.quiet, fontSize: 11, formatter: format },
    splitLine: { lineStyle: { color: colours.line } },
  };
}

function titled(colours: Palette, title: string): ChartOption {
  return { name: title, nameLocation: "middle", nameTextStyle: { color: colours.quiet, fontSize: 11 } };
}
