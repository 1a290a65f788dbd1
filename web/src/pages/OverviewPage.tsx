import { useMemo } from "react";
import { reasonText, totalsByNode, valueOf } from "../lib/cells";
import { number } from "../lib/format";
import { measureLabel, measureStyle, measureText } from "../lib/measures";
import { useSetting } from "../lib/router";
import { trees } from "../lib/tree";
import type { GapCounts, NodeResult, RunDetail } from "../lib/types";
import { useApi } from "../lib/useApi";
import { withQuery } from "../lib/api";
import { Card } from "../ui/Card";
import { DataTable } from "../ui/DataTable";
import { Select } from "../ui/Field";
import { Link } from "../ui/Link";
import { Async, Empty } from "../ui/State";
import { KeyRateChart } from "./KeyRateChart";
import { RunActions, RunProgressPanel } from "./RunProgressPanel";
import { RunHead } from "./RunHead";
import { ScenarioChart } from "./ScenarioChart";
import { TreeTable } from "./TreeTable";
import { baseScenario, hasMeasure, headlineMeasures, runPage, runPath, useRun } from "./useRun";
import { useTotals } from "./useTotals";

export function OverviewPage(props: { run: string }) {
  const detail = useRun(props.run);
  return (
    <Async loaded={detail} title="Portfolio risk">
      {(found) => (
        <>
          <RunHead detail={found}>
            <RunActions detail={found} reload={detail.reload} />
          </RunHead>
          {found.run.state !== "SUCCEEDED" && <RunProgressPanel run={found.run} onEnd={detail.reload} />}
          {found.run.state !== "QUEUED" && <Overview key={found.run.state} detail={found} />}
        </>
      )}
    </Async>
  );
}

function Overview(props: { detail: RunDetail }) {
  const { detail } = props;
  const base = baseScenario(detail);
  const measures = useMemo(() => headlineMeasures(detail), [detail]);
  const totals = useTotals(detail.run.run_id, { measures, scenario: base });
  return (
    <Async
      loaded={totals}
      isEmpty={(results) => results.length === 0}
      empty={
        <Empty title="There are no totals yet">
          <p>They come with the last task of the run. Meanwhile the tasks tell how far it is.</p>
        </Empty>
      }
    >
      {(results) => <Portfolio detail={detail} totals={results} measures={measures} />}
    </Async>
  );
}

function Portfolio(props: { detail: RunDetail; totals: NodeResult[]; measures: string[] }) {
  const { detail, totals, measures } = props;
  const run = detail.run.run_id;
  const base = baseScenario(detail);
  const currency = detail.request.pricing.reporting_currency;
  const roots = useMemo(() => trees(totals.map((total) => total.node)), [totals]);
  const paths = useMemo(() => [...new Set(totals.map((total) => total.node))].filter(Boolean), [totals]);
  const [node, setNode] = useSetting("node", roots[0]?.path ?? "");
  const isKnown = paths.includes(node);
  return (
    <>
      <div className="bar no-print">
        <Select
          label="Portfolio"
          value={node}
          choices={paths.map((path) => ({ value: path, label: path }))}
          onChange={setNode}
        />
      </div>
      {!isKnown && (
        <Empty title={`This run has no portfolio ${node}`}>
          <p>Choose another one above.</p>
        </Empty>
      )}
      {isKnown && (
        <>
          <Tiles detail={detail} totals={totals} node={node} measures={measures} />
          <div className="grid-2">
            {hasMeasure(detail, "KEY_RATE_DV01") && (
              <Card title="Key-rate DV01" note={`${node}, ${currency} for +1 bp`}>
                <KeyRateChart detail={detail} node={node} />
              </Card>
            )}
            {hasMeasure(detail, "PV") && (
              <Card title="Scenario P&L" note={`${node}, ${currency} against ${base}`}>
                <ScenarioChart detail={detail} node={node} />
              </Card>
            )}
          </div>
        </>
      )}
      <Card
        title="Portfolio tree"
        note={`${currency}, ${base}; averages are weighted by value`}
        tools={<Link to={runPage(run, "risk")}>All measures</Link>}
      >
        <TreeTable run={run} totals={totals} measures={measures} scenario={base} name={`${run} tree`} />
      </Card>
      <Gaps run={run} />
    </>
  );
}

function Tiles(props: { detail: RunDetail; totals: NodeResult[]; node: string; measures: string[] }) {
  const base = baseScenario(props.detail);
  const currency = props.detail.request.pricing.reporting_currency;
  const first = props.totals.find((total) => total.node === props.node && total.measure === props.measures[0]);
  return (
    <dl className="tiles">
      {props.measures.map((measure) => {
        const total = totalsByNode(props.totals, measure).get(props.node);
        const value = valueOf(total?.cells, base);
        const reason = total?.cells.find((cell) => cell.scenario === base)?.reason;
        const style = measureStyle(measure);
        return (
          <div key={measure} className="tile">
            <dt>
              {measureLabel(measure)}{" "}
              <span className="unit">{style.isAmount ? currency : style.suffix ? "" : style.unit}</span>
            </dt>
            <dd>{value === undefined ? <span className="quiet">–</span> : measureText(measure, value, true)}</dd>
            {reason && <dd className="quiet small">{reasonText(reason)}</dd>}
          </div>
        );
      })}
      {first && (
        <div className="tile">
          <dt>Positions priced</dt>
          <dd>
            {number(first.position_count - first.gap_count)}
            <span className="unit">of {number(first.position_count)}</span>
          </dd>
        </div>
      )}
    </dl>
  );
}

function Gaps(props: { run: string }) {
  const gaps = useApi<GapCounts>(withQuery(runPath(props.run, "gaps"), {}));
  const [kind, setKind] = useSetting("gaps");
  return (
    <Card
      title="Without a number, and why"
      tools={
        <Select
          label="Show"
          value={kind}
          choices={[
            { value: "", label: "What failed or is missing" },
            { value: "all", label: "Also what does not apply" },
          ]}
          onChange={setKind}
        />
      }
    >
      <Async loaded={gaps}>
        {(counts) => {
          const shown = counts.items.filter((gap) => kind === "all" || gap.reason.code !== "not_applicable");
          if (shown.length === 0) return <Empty title="Every position has its numbers" />;
          return (
            <DataTable
              caption="Cells without a number by product and reason"
              rows={shown}
              rowKey={(gap) => `${gap.product_type} ${reasonText(gap.reason)}`}
              exportName={`${props.run} gaps`}
              columns={[
                { key: "product", label: "Product", text: (gap) => gap.product_type },
                { key: "code", label: "Reason", text: (gap) => gap.reason.code.replaceAll("_", " ") },
                { key: "detail", label: "About", text: (gap) => gap.reason.detail },
                {
                  key: "positions",
                  label: "Positions",
                  isNumber: true,
                  text: (gap) => number(gap.position_count),
                  order: (gap) => gap.position_count,
                  show: (gap) => (
                    <Link
                      to={withQuery(runPage(props.run, "results"), {
                        product: gap.product_type,
                        reason: gap.reason.code,
                      })}
                    >
                      {number(gap.position_count)}
                    </Link>
                  ),
                },
                {
                  key: "rows",
                  label: "Vectors",
                  isNumber: true,
                  text: (gap) => number(gap.row_count),
                  order: (gap) => gap.row_count,
                },
              ]}
            />
          );
        }}
      </Async>
    </Card>
  );
}
