import { useMemo } from "react";
import { withQuery } from "../lib/api";
import { cellOf, reasonText } from "../lib/cells";
import { number } from "../lib/format";
import { measureLabel, measureText } from "../lib/measures";
import { useSetting } from "../lib/router";
import type { NodeResult, RunDetail } from "../lib/types";
import { Card } from "../ui/Card";
import { DataTable } from "../ui/DataTable";
import type { Column } from "../ui/DataTable";
import { Select } from "../ui/Field";
import { Link } from "../ui/Link";
import { Async, Empty } from "../ui/State";
import { ConcentrationCard } from "./ConcentrationCard";
import { ContributionCard } from "./ContributionCard";
import { keyRates } from "./KeyRateChart";
import type { KeyRateRow } from "./KeyRateChart";
import { LimitsCard } from "./LimitsCard";
import { RunHead } from "./RunHead";
import { TreeTable } from "./TreeTable";
import { baseScenario, hasMeasure, plainMeasures, runPage, useRun } from "./useRun";
import { useTotals } from "./useTotals";

/** Totals of every measure under a chosen scenario, down the tree, by product and by key rate. */
export function RiskPage(props: { run: string }) {
  const detail = useRun(props.run);
  return (
    <Async loaded={detail} title="Risk">
      {(found) => (
        <>
          <RunHead detail={found} title="Risk" />
          <Risk detail={found} />
        </>
      )}
    </Async>
  );
}

function Risk(props: { detail: RunDetail }) {
  const { detail } = props;
  const run = detail.run.run_id;
  const [scenario, setScenario] = useSetting("scenario", baseScenario(detail));
  const measures = useMemo(() => plainMeasures(detail), [detail]);
  const totals = useTotals(run, { measures, scenario });
  return (
    <>
      <div className="bar no-print">
        <Select
          label="Scenario"
          value={scenario}
          choices={detail.run.scenario_ids.map((id) => ({ value: id, label: id }))}
          onChange={setScenario}
        />
      </div>
      <Async
        loaded={totals}
        isEmpty={(results) => results.length === 0}
        empty={
          <Empty title="There are no totals yet">
            <p>They come with the last task of the run.</p>
          </Empty>
        }
      >
        {(results) => (
          <>
            <Card title="All measures by node" note={`${detail.request.pricing.reporting_currency}, ${scenario}`}>
              <TreeTable
                run={run}
                totals={results}
                measures={withTotals(results, measures)}
                scenario={scenario}
                name={`${run} risk`}
              />
            </Card>
            <LimitsCard run={run} />
            <NodeDetail detail={detail} nodes={[...new Set(results.map((result) => result.node))]} scenario={scenario} />
          </>
        )}
      </Async>
    </>
  );
}

/** Measures that have a total somewhere: prices, for one, do not add up. */
function withTotals(results: readonly NodeResult[], measures: readonly string[]): string[] {
  const found = new Set(
    results.filter((result) => result.cells.some((cell) => cell.value !== undefined)).map((result) => result.measure),
  );
  return measures.filter((measure) => found.has(measure));
}

function NodeDetail(props: { detail: RunDetail; nodes: string[]; scenario: string }) {
  const { detail, scenario } = props;
  const nodes = props.nodes.filter(Boolean);
  const [node, setNode] = useSetting("node", nodes[0] ?? "");
  const measures = useMemo(() => plainMeasures(detail), [detail]);
  const byProduct = useTotals(detail.run.run_id, { node, measures, scenario, byProduct: true });
  const keyRateTotals = useTotals(
    detail.run.run_id,
    hasMeasure(detail, "KEY_RATE_DV01") ? { node, measures: ["KEY_RATE_DV01"], scenario } : null,
  );
  return (
    <>
      <div className="bar no-print">
        <Select
          label="Portfolio"
          value={node}
          choices={nodes.map((path) => ({ value: path, label: path }))}
          onChange={setNode}
        />
      </div>
      <Card title="By product" note={node}>
        <Async loaded={byProduct}>
          {(results) => {
            const own = results.filter((result) => result.node === node && result.product_type !== null);
            return (
              <ProductTable
                run={detail.run.run_id}
                node={node}
                scenario={scenario}
                measures={withTotals(own, measures)}
                results={own}
              />
            );
          }}
        </Async>
      </Card>
      {hasMeasure(detail, "PV") && node !== "" && (
        <div className="grid-2">
          <ContributionCard detail={detail} node={node} scenario={scenario} />
          <ConcentrationCard detail={detail} node={node} scenario={scenario} />
        </div>
      )}
      {hasMeasure(detail, "KEY_RATE_DV01") && (
        <Card title="Key-rate DV01" note={`${node}, ${detail.request.pricing.reporting_currency} for +1 bp`}>
          <Async loaded={keyRateTotals}>
            {(results) => (
              <KeyRateTable
                run={detail.run.run_id}
                results={results.filter((result) => result.node === node)}
                node={node}
                scenario={scenario}
              />
            )}
          </Async>
        </Card>
      )}
    </>
  );
}

function ProductTable(props: {
  run: string;
  node: string;
  scenario: string;
  measures: string[];
  results: NodeResult[];
}) {
  const products = [...new Set(props.results.map((result) => result.product_type ?? ""))].sort();
  const find = (product: string, measure: string) =>
    props.results.find((result) => result.product_type === product && result.measure === measure && result.factor === "");
  const columns: Column<string>[] = [
    { key: "product", label: "Product", text: (product) => product },
    ...props.measures.map((measure): Column<string> => {
      const cell = (product: string) => cellOf(find(product, measure)?.cells ?? [], props.scenario);
      const text = (product: string) => {
        const value = cell(product)?.value;
        return value === undefined ? "" : measureText(measure, value, true);
      };
      return {
        key: measure,
        label: measureLabel(measure),
        isNumber: true,
        text,
        order: (product) => cell(product)?.value,
        show: (product) => {
          const reason = cell(product)?.reason;
          if (text(product) === "") return <span className="quiet" title={reason && reasonText(reason)}>–</span>;
          return (
            <Link
              to={withQuery(runPage(props.run, "results"), {
                node: props.node,
                product,
                measures: measure,
                scenario: props.scenario,
              })}
            >
              {text(product)}
            </Link>
          );
        },
      };
    }),
    {
      key: "count",
      label: "Positions",
      isNumber: true,
      text: (product) => number(find(product, props.measures[0] ?? "")?.position_count ?? 0),
      order: (product) => find(product, props.measures[0] ?? "")?.position_count ?? 0,
    },
  ];
  return (
    <DataTable
      caption={`Totals of ${props.node} by product`}
      columns={columns}
      rows={products}
      rowKey={(product) => product}
      exportName={`${props.run} ${props.node.replaceAll("/", " ")} products`}
    />
  );
}

function KeyRateTable(props: { run: string; node: string; scenario: string; results: NodeResult[] }) {
  const { tenors, rows } = useMemo(() => keyRates(props.results, props.scenario), [props.results, props.scenario]);
  if (rows.length === 0) {
    return (
      <Empty title="No sensitivity to any key rate">
        <p>Choose another portfolio above.</p>
      </Empty>
    );
  }
  const drill = (row: KeyRateRow, text: string) => (
    <Link
      to={withQuery(runPage(props.run, "results"), {
        node: props.node,
        measures: "KEY_RATE_DV01",
        scenario: props.scenario,
      })}
      aria-label={`${row.curve} ${text}`}
    >
      {text}
    </Link>
  );
  return (
    <DataTable
      caption={`Key-rate DV01 of ${props.node} by curve`}
      rows={rows}
      rowKey={(row) => row.curve}
      exportName={`${props.run} key rates`}
      columns={[
        { key: "curve", label: "Curve", text: (row) => row.curve },
        ...tenors.map((tenor) => ({
          key: tenor,
          label: tenor,
          isNumber: true,
          text: (row: KeyRateRow) => number(row.byTenor.get(tenor) ?? 0),
          order: (row: KeyRateRow) => row.byTenor.get(tenor) ?? 0,
          show: (row: KeyRateRow) => drill(row, number(row.byTenor.get(tenor) ?? 0)),
        })),
        { key: "total", label: "Total", isNumber: true, text: (row) => number(row.total), order: (row) => row.total },
      ]}
    />
  );
}
