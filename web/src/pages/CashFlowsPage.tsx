import { useCallback, useMemo } from "react";
import { withQuery } from "../lib/api";
import { axisNumber, number, words } from "../lib/format";
import { useSetting } from "../lib/router";
import { trees, visibleNodes } from "../lib/tree";
import type { CashLadder, LadderItem, RunDetail } from "../lib/types";
import { useApi } from "../lib/useApi";
import { Card } from "../ui/Card";
import { Chart, categoryAxis, valueAxis } from "../ui/Chart";
import { Select } from "../ui/Field";
import type { Choice } from "../ui/Field";
import { Async, Empty, Warnings } from "../ui/State";
import type { Palette } from "../ui/theme";
import { RunHead } from "./RunHead";
import { hasMeasure, runPath, useRun } from "./useRun";
import { useTotals } from "./useTotals";

const cuts: Choice[] = [
  { value: "month", label: "Month" },
  { value: "quarter", label: "Quarter" },
  { value: "year", label: "Year" },
  { value: "standard", label: "1M to 30Y" },
];
const bases: Choice[] = [
  { value: "expected", label: "Expected" },
  { value: "contractual", label: "Contractual" },
];
const parts = ["interest", "principal", "prepayment"] as const;
const pv = ["PV"];

/** How much cash comes when: of a run or one of its nodes, by bucket of time. */
export function CashFlowsPage(props: { run: string }) {
  const detail = useRun(props.run);
  return (
    <Async loaded={detail} title="Cash flows">
      {(found) => (
        <>
          <RunHead detail={found} title="Cash flows" />
          {hasMeasure(found, "CASHFLOWS") ? (
            <Ladder detail={found} />
          ) : (
            <Empty title="This run has no cash flows">
              <p>Start a run with the measure CASHFLOWS to see them here.</p>
            </Empty>
          )}
        </>
      )}
    </Async>
  );
}

function Ladder(props: { detail: RunDetail }) {
  const { detail } = props;
  const [cut, setCut] = useSetting("buckets", "year");
  const [basis, setBasis] = useSetting("basis", "expected");
  const [node, setNode] = useSetting("node");
  const [currency, setCurrency] = useSetting("currency");
  const totals = useTotals(detail.run.run_id, { measures: pv });
  const nodes = useMemo(
    () => visibleNodes(trees((totals.data ?? []).map((total) => total.node)), () => true),
    [totals.data],
  );
  const path = runPath(detail.run.run_id, "ladder");
  const settings = { buckets: cut, basis, node };
  const ladder = useApi<CashLadder>(
    withQuery(path, { ...settings, currency, convert: currency === "" ? "true" : undefined }),
  );
  const currencies = ladder.data?.rates.map((rate) => rate.currency) ?? [];
  const known = currency === "" || currencies.includes(currency) ? currencies : [...currencies, currency];
  return (
    <Card
      title={node === "" ? "All portfolios" : node}
      note={
        currency === ""
          ? `${detail.request.pricing.reporting_currency}, all currencies converted at the run's rates`
          : `cash in ${currency}`
      }
      tools={
        <>
          <Select
            label="Portfolio"
            value={node}
            choices={[
              { value: "", label: "all" },
              ...nodes.map((item) => ({ value: item.path, label: item.path })),
            ]}
            onChange={setNode}
          />
          <Select label="By" value={cut} choices={cuts} onChange={setCut} />
          <Select label="Basis" value={basis} choices={bases} onChange={setBasis} />
          <Select
            label="Currency"
            value={currency}
            choices={[{ value: "", label: "all, converted" }, ...known.map((code) => ({ value: code, label: code }))]}
            onChange={setCurrency}
          />
        </>
      }
    >
      <Async
        loaded={ladder}
        isEmpty={(found) => found.items.length === 0}
        empty={
          <Empty title="No cash flows">
            <p>Nothing of this choice pays after the valuation date.</p>
          </Empty>
        }
      >
        {(found) => (
          <>
            <Warnings list={found.unconverted.map((code) => `${code} has no rate and is left as it is`)} />
            <LadderChart items={found.items} name={`${detail.run.run_id} ${node} cash flows`} />
          </>
        )}
      </Async>
    </Card>
  );
}

function LadderChart(props: { items: LadderItem[]; name: string }) {
  const { items } = props;
  const option = useCallback(
    (colours: Palette) => ({
      xAxis: categoryAxis(colours, items.map((item) => item.bucket), "Paid in"),
      yAxis: valueAxis(colours, [...new Set(items.map((item) => item.currency))].join(", "), axisNumber),
      series: parts
        .filter((part) => items.some((item) => item[part] !== 0))
        .map((part) => ({
          name: words(part),
          type: "bar",
          stack: "all",
          barMaxWidth: 34,
          data: items.map((item) => item[part]),
          tooltip: { valueFormatter: (value: number) => number(value) },
        })),
    }),
    [items],
  );
  return (
    <Chart
      label="Cash by bucket of time"
      name={props.name}
      height={340}
      option={option}
      rows={items}
      rowKey={(item) => `${item.from} ${item.currency}`}
      columns={[
        { key: "bucket", label: "Bucket", text: (item) => item.bucket, order: (item) => item.from },
        { key: "currency", label: "Currency", text: (item) => item.currency },
        ...([...parts, "total"] as const).map((part) => ({
          key: part,
          label: words(part),
          isNumber: true,
          text: (item: LadderItem) => number(item[part], 2),
          order: (item: LadderItem) => item[part],
        })),
        {
          key: "count",
          label: "Flows",
          isNumber: true,
          text: (item) => number(item.flow_count),
          order: (item) => item.flow_count,
        },
      ]}
    />
  );
}
