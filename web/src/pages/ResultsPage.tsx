import { useMemo, useState } from "react";
import { measureLabel } from "../lib/measures";
import { groupsOf } from "../lib/cube";
import { useAddress, useSetting } from "../lib/router";
import type { NodeResult, RunDetail } from "../lib/types";
import { getAll, withQuery } from "../lib/api";
import { useApi, useLoad } from "../lib/useApi";
import { Checks, Select, TextField } from "../ui/Field";
import { Async } from "../ui/State";
import { ResultTable } from "../grid/resultTable";
import type { Layout } from "../grid/resultTable";
import { enumOf } from "./openApi";
import type { OpenAPI } from "./openApi";
import { GroupNote } from "./GroupNote";
import { ResultGrid } from "./ResultGrid";
import { RunHead } from "./RunHead";
import { baseScenario, headlineMeasures, runPath, useRun } from "./useRun";

/** Every result of a run, position by position. */
export function ResultsPage(props: { run: string }) {
  const detail = useRun(props.run);
  return (
    <Async loaded={detail} title="Results">
      {(found) => (
        <div className="fill">
          <RunHead detail={found} title="Results" />
          <Results detail={found} />
        </div>
      )}
    </Async>
  );
}

const list = (text: string) => text.split(",").filter(Boolean);

function Results(props: { detail: RunDetail }) {
  const { detail } = props;
  const run = detail.run.run_id;
  const base = baseScenario(detail);
  const [layoutText, setLayout] = useSetting("layout", "measures");
  const layout: Layout = layoutText === "scenarios" ? "scenarios" : "measures";
  const [measureText, setMeasures] = useSetting("measures", headlineMeasures(detail).join(","));
  const [scenario, setScenario] = useSetting("scenario", base);
  const [scenarioText, setScenarios] = useSetting("scenarios", detail.run.scenario_ids.slice(0, 100).join(","));
  const [change, setChange] = useSetting("change");
  const [node, setNode] = useSetting("node");
  const [product, setProduct] = useSetting("product");
  const [reason, setReason] = useSetting("reason");
  const [prefix, setPrefix] = useSetting("position");
  const [isChoosing, setChoosing] = useState(false);
  const { query } = useAddress();
  const groups = useMemo(() => groupsOf(query), [query]);
  const groupKey = JSON.stringify(groups);

  const measures = useMemo(
    () => (layout === "measures" ? list(measureText) : list(measureText).slice(0, 1)),
    [layout, measureText],
  );
  const scenarios = useMemo(
    () => (layout === "measures" ? [scenario] : list(scenarioText)),
    [layout, scenario, scenarioText],
  );
  const isChange = layout === "scenarios" && change === "1";

  const document_ = useApi<OpenAPI>("/openapi.json");
  const nodes = useLoad<string[]>(
    withQuery(runPath(run, "nodes"), {
      measure: detail.request.pricing.measures[0],
      scenario: base,
      is_reporting_total: true,
      product_type: "ALL",
    }),
    async (path) => (await getAll<NodeResult>(path)).map((total) => total.node).filter(Boolean),
  );
  const optional = (name: string, values: readonly string[]) => [
    { value: "", label: name },
    ...values.map((value) => ({ value, label: value.replaceAll("_", " ") })),
  ];
  const filter = useMemo(
    () => ({ run, node, product, reason, groups, scenarios: withBase(scenarios, base, isChange), measures }),
    // The address has settings besides the groups.
    [run, node, product, reason, groupKey, scenarios, measures, base, isChange],
  );
  const table = useMemo(
    () => new ResultTable(layout, layout === "measures" ? measures : scenarios, base, isChange),
    // A new filter means new rows.
    [layout, measures, scenarios, base, isChange, filter],
  );
  return (
    <>
      <div className="bar no-print">
        <Select
          label="Columns"
          value={layout}
          choices={[
            { value: "measures", label: "Measures" },
            { value: "scenarios", label: "Scenarios" },
          ]}
          onChange={setLayout}
        />
        {layout === "measures" ? (
          <Select
            label="Scenario"
            value={scenario}
            choices={detail.run.scenario_ids.map((id) => ({ value: id, label: id }))}
            onChange={setScenario}
          />
        ) : (
          <>
            <Select
              label="Measure"
              value={measures[0] ?? ""}
              choices={detail.request.pricing.measures.map((name) => ({ value: name, label: measureLabel(name) }))}
              onChange={setMeasures}
            />
            <Select
              label="Show"
              value={change}
              choices={[
                { value: "", label: "Value" },
                { value: "1", label: `Change from ${base}` },
              ]}
              onChange={setChange}
            />
          </>
        )}
        <Select label="Node" value={node} choices={optional("All", nodes.data ?? (node ? [node] : []))} onChange={setNode} />
        <Select
          label="Product"
          value={product}
          choices={optional("All", enumOf(document_.data, "ProductType"))}
          onChange={setProduct}
        />
        <Select
          label="Cells"
          value={reason}
          choices={[
            { value: "", label: "All" },
            { value: "any", label: "Any without a number" },
            ...enumOf(document_.data, "Reason", "code").map((code) => ({
              value: code,
              label: `Without: ${code.replaceAll("_", " ")}`,
            })),
          ]}
          onChange={setReason}
        />
        <TextField label="Position begins with" value={prefix} onChange={setPrefix} />
        <button type="button" aria-expanded={isChoosing} onClick={() => setChoosing(!isChoosing)}>
          Columns and filters
        </button>
      </div>
      {isChoosing && (
        <div className="card">
          {layout === "measures" ? (
            <Checks
              label="Measures"
              choices={detail.request.pricing.measures.map((name) => ({ value: name, label: measureLabel(name) }))}
              chosen={new Set(measures)}
              onChange={(chosen) => setMeasures(inOrder(detail.request.pricing.measures, chosen))}
            />
          ) : (
            <Checks
              label="Scenarios"
              choices={detail.run.scenario_ids.map((id) => ({ value: id, label: id }))}
              chosen={new Set(scenarios)}
              onChange={(chosen) => setScenarios(inOrder(detail.run.scenario_ids, chosen))}
            />
          )}
        </div>
      )}
      <GroupNote groups={groups} />
      <ResultGrid
        filter={filter}
        table={table}
        prefix={prefix}
        hidden={isChange ? base : ""}
        isArranging={isChoosing}
      />
    </>
  );
}

function inOrder(all: readonly string[], chosen: ReadonlySet<string>): string {
  return all.filter((name) => chosen.has(name)).join(",");
}

/** Changes need the base, whether it is shown or not. */
function withBase(scenarios: readonly string[], base: string, isChange: boolean): string[] {
  return isChange && !scenarios.includes(base) ? [base, ...scenarios] : [...scenarios];
}
