import { useMemo } from "react";
import { withQuery } from "../lib/api";
import { valueOf } from "../lib/cells";
import { signed } from "../lib/format";
import { shiftText } from "../lib/shift";
import { trees } from "../lib/tree";
import type { NodeResult, RunDetail, Scenario } from "../lib/types";
import { Card } from "../ui/Card";
import { DataTable } from "../ui/DataTable";
import type { Column } from "../ui/DataTable";
import { Link } from "../ui/Link";
import { Async, Warnings } from "../ui/State";
import { RunHead } from "./RunHead";
import { baseScenario, runPage, useRun } from "./useRun";
import { useTotals } from "./useTotals";

const measures = ["PV"];

/** The scenarios of a run, what each moves, and what it costs or earns. */
export function ScenariosPage(props: { run: string }) {
  const detail = useRun(props.run);
  return (
    <Async loaded={detail} title="Scenarios">
      {(found) => (
        <>
          <RunHead detail={found} title="Scenarios" />
          <Scenarios detail={found} />
        </>
      )}
    </Async>
  );
}

function Scenarios(props: { detail: RunDetail }) {
  const { detail } = props;
  const totals = useTotals(detail.run.run_id, { measures });
  const roots = useMemo(
    () => trees((totals.data ?? []).map((total) => total.node)).map((root) => root.path),
    [totals.data],
  );
  const base = baseScenario(detail);
  const columns: Column<Scenario>[] = [
    { key: "id", label: "Scenario", text: (scenario) => scenario.id, show: (s) => <strong>{s.id}</strong> },
    { key: "description", label: "Meaning", text: (scenario) => scenario.description ?? "" },
    { key: "shifts", label: "Moves", text: (scenario) => scenario.shifts.map(shiftText).join("; ") || "none" },
    ...roots.map((root): Column<Scenario> => {
      const change = (scenario: Scenario) => changeOf(totals.data ?? [], root, scenario.id, base);
      return {
        key: `root ${root}`,
        label: `P&L ${root}`,
        unit: detail.request.pricing.reporting_currency,
        isNumber: true,
        text: (scenario) => {
          const value = change(scenario);
          return value === undefined ? "" : signed(value);
        },
        order: change,
        show: (scenario) => {
          const value = change(scenario);
          if (value === undefined) return "–";
          return (
            <Link
              to={withQuery(runPage(detail.run.run_id, "results"), {
                layout: "scenarios",
                node: root,
                measures: "PV",
                scenarios: scenario.id === base ? base : `${base},${scenario.id}`,
                change: "1",
              })}
            >
              {signed(value)}
            </Link>
          );
        },
      };
    }),
  ];
  return (
    <Card title="Scenarios of this run" note={`P&L against ${base}`}>
      <Warnings list={detail.warnings} />
      <DataTable
        caption="Scenarios with their moves and results"
        columns={columns}
        rows={detail.request.scenarios}
        rowKey={(scenario) => scenario.id}
        exportName={`${detail.run.run_id} scenarios`}
      />
    </Card>
  );
}

function changeOf(totals: readonly NodeResult[], node: string, scenario: string, base: string): number | undefined {
  const cells = totals.find((total) => total.node === node)?.cells;
  const [to, from] = [valueOf(cells, scenario), valueOf(cells, base)];
  return to === undefined || from === undefined ? undefined : to - from;
}
