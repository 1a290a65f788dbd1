import { useCallback, useMemo } from "react";
import { get, withQuery } from "../lib/api";
import { cellOf } from "../lib/cells";
import { axisNumber, moment, number } from "../lib/format";
import { measureLabel, measureStyle, measureText } from "../lib/measures";
import { Problem } from "../lib/problem";
import { useSetting } from "../lib/router";
import type { Page, Result, Run, RunDetail } from "../lib/types";
import { useLoad } from "../lib/useApi";
import { Card } from "../ui/Card";
import { Chart, categoryAxis, valueAxis } from "../ui/Chart";
import { Select } from "../ui/Field";
import { Link } from "../ui/Link";
import { Async, Empty } from "../ui/State";
import type { Palette } from "../ui/theme";
import { baseScenario, plainMeasures, runPage, runPath } from "./useRun";

/** Runs that are asked about one position, the newest. */
const mostRuns = 20;

type Point = { run: Run; value: number | undefined };

/** The same position in the runs that succeeded last, in order of time. */
export function PositionHistory(props: { detail: RunDetail; position: string }) {
  const { detail, position } = props;
  const measures = plainMeasures(detail);
  const [asked, setMeasure] = useSetting("history", measures[0] ?? "PV");
  const measure = measures.includes(asked) ? asked : (measures[0] ?? "PV");
  const base = baseScenario(detail);
  const points = useLoad<Point[]>(`${position} ${measure} ${base}`, () => pointsOf(position, measure, base));
  return (
    <Card
      title="In earlier runs"
      note={`${base}; the ${mostRuns} runs that succeeded last`}
      tools={
        <Select
          label="Measure"
          value={measure}
          choices={measures.map((name) => ({ value: name, label: measureLabel(name) }))}
          onChange={setMeasure}
        />
      }
    >
      <Async
        loaded={points}
        isEmpty={(list) => list.every((point) => point.value === undefined)}
        empty={<Empty title={`No run has ${measureLabel(measure)} of ${position}`} />}
      >
        {(list) => <Line points={list} measure={measure} position={position} own={detail.run.run_id} />}
      </Async>
    </Card>
  );
}

async function pointsOf(position: string, measure: string, scenario: string): Promise<Point[]> {
  const runs = await get<Page<Run>>("/v1/runs?limit=200");
  const succeeded = runs.items.filter((run) => run.state === "SUCCEEDED").slice(0, mostRuns).reverse();
  return Promise.all(
    succeeded.map(async (run) => {
      // A run that was asked for other measures or scenarios has none, one whose results were removed neither.
      if (!run.scenario_ids.includes(scenario)) return { run, value: undefined };
      try {
        const query = { position_id: position, measure, scenario, limit: 1 };
        const page = await get<Page<Result>>(withQuery(runPath(run.run_id, "results"), query));
        return { run, value: page.items[0] && cellOf(page.items[0].cells, scenario)?.value };
      } catch (error) {
        if (error instanceof Problem && [404, 410].includes(error.status)) return { run, value: undefined };
        throw error;
      }
    }),
  );
}

function Line(props: { points: Point[]; measure: string; position: string; own: string }) {
  const { measure } = props;
  const points = useMemo(() => props.points.filter((point) => point.value !== undefined), [props.points]);
  const style = measureStyle(measure);
  const option = useCallback(
    (colours: Palette) => ({
      legend: { show: false },
      xAxis: categoryAxis(colours, points.map((point) => moment(point.run.created_at)), "Run made"),
      yAxis: {
        ...valueAxis(colours, `${style.label} ${style.unit}`.trim(), (value) =>
          style.isAmount ? axisNumber(value) : number(value * style.scale, 2),
        ),
        scale: true,
      },
      series: [
        {
          name: style.label,
          type: "line",
          symbolSize: 7,
          data: points.map((point) => point.value),
          tooltip: { valueFormatter: (value: number) => measureText(measure, value) },
        },
      ],
    }),
    [points, measure, style.label, style.unit, style.isAmount, style.scale],
  );
  return (
    <Chart
      label={`${style.label} of ${props.position} in the runs that succeeded last`}
      name={`${props.position} ${measure} by run`}
      option={option}
      rows={points}
      rowKey={(point) => point.run.run_id}
      columns={[
        {
          key: "run",
          label: "Run",
          text: (point) => point.run.run_id,
          show: (point) =>
            point.run.run_id === props.own ? (
              <strong>this run</strong>
            ) : (
              <Link to={runPage(point.run.run_id, "positions", props.position)}>{point.run.run_id}</Link>
            ),
        },
        { key: "made", label: "Made", text: (point) => moment(point.run.created_at), order: (point) => point.run.created_at },
        {
          key: "value",
          label: style.label,
          unit: style.unit,
          isNumber: true,
          text: (point) => (point.value === undefined ? "" : measureText(measure, point.value)),
          order: (point) => point.value,
        },
      ]}
    />
  );
}
