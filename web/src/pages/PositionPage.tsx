import { useCallback, useMemo } from "react";
import { segment, withQuery } from "../lib/api";
import { cellOf, reasonText, splitFactor, tenorYears } from "../lib/cells";
import { axisNumber, day, number, short, words } from "../lib/format";
import { ladder } from "../lib/ladder";
import type { LadderRow, LadderStep } from "../lib/ladder";
import { measureLabel, measureStyle, measureText } from "../lib/measures";
import { useSetting } from "../lib/router";
import { may, useSession } from "../lib/session";
import type {
  CashFlow,
  CashFlowPage,
  FlowValuation,
  HeldPosition,
  InstrumentVersion,
  Page,
  Result,
  RunDetail,
} from "../lib/types";
import { useAll, useApi } from "../lib/useApi";
import { Card, Facts } from "../ui/Card";
import { Chart, categoryAxis, valueAxis } from "../ui/Chart";
import { DataTable } from "../ui/DataTable";
import { Select } from "../ui/Field";
import { Link } from "../ui/Link";
import { Async, Empty } from "../ui/State";
import type { Palette } from "../ui/theme";
import { instrumentPage } from "./InstrumentsPage";
import { PositionHistory } from "./PositionHistory";
import { PositionInputs } from "./PositionInputs";
import { RunHead } from "./RunHead";
import { Bars } from "./ScenarioChart";
import { whatIfPage } from "./WhatIfPage";
import { baseScenario, hasMeasure, runPage, runPath, useRun } from "./useRun";

/** Why a position has its price: its terms, its flows, its values under every scenario, and what they came from. */
export function PositionPage(props: { run: string; position: string }) {
  const detail = useRun(props.run);
  const results = useAll<Result>(withQuery(runPath(props.run, "results"), { position_id: props.position }));
  return (
    <Async loaded={detail} title={props.position}>
      {(found) => (
        <>
          <RunHead detail={found} title={props.position} />
          <Async
            loaded={results}
            isEmpty={(list) => list.length === 0}
            empty={
              <Empty title={`This run has no results of ${props.position}`}>
                <p>
                  Look for it among <Link to={runPage(props.run, "results")}>all results</Link>, or wait for its task.
                </p>
              </Empty>
            }
          >
            {(list) => <Position detail={found} results={list} />}
          </Async>
        </>
      )}
    </Async>
  );
}

function Position(props: { detail: RunDetail; results: Result[] }) {
  const { detail } = props;
  const results = useMemo(() => inOrder(props.results, detail), [props.results, detail]);
  const base = baseScenario(detail);
  const first = results[0]!;
  const [scenario, setScenario] = useSetting("scenario", base);
  const value = results.find((result) => result.measure === "PV");
  const mayAsk = may(useSession(), "create_runs");
  // The position as the run has it, and the version of its instrument that was valued.
  const holdings = useApi<Page<HeldPosition>>(
    withQuery(`/v1/positions/snapshots/${segment(detail.run.position_snapshot_id)}/positions`, {
      position_id: first.position_id,
      limit: 1,
    }),
  );
  const held = holdings.data?.items[0];
  const instrument = useApi<Record<string, unknown>>(
    held ? `/v1/instruments/${segment(held.instrument_id)}/versions/${held.instrument_version}` : null,
  );
  return (
    <>
      {mayAsk && (
        <p className="no-print">
          <Link to={whatIfPage(detail.run.run_id, [{ action: "remove", position_id: first.position_id }])}>
            What if it were sold?
          </Link>
        </p>
      )}
      <div className="grid-2">
        <Card title="What it is">
          <Facts
            rows={[
              ["Position", first.position_id],
              ["Node", first.portfolio],
              ["Product", first.product_type],
              ["Currency", first.currency],
              [
                "Instrument",
                <Link key="instrument" to={instrumentPage(first.instrument_id)}>
                  {first.instrument_id}
                </Link>,
              ],
            ]}
          />
          <Async loaded={holdings}>
            {() => held && <Async loaded={instrument}>{(record) => <Terms held={held} record={record} />}</Async>}
          </Async>
        </Card>
        <Card
          title="Measures"
          note={`${first.currency} where it is an amount`}
          tools={
            <Select
              label="Scenario"
              value={scenario}
              choices={detail.run.scenario_ids.map((id) => ({ value: id, label: id }))}
              onChange={setScenario}
            />
          }
        >
          <Measures results={results} scenario={scenario} name={`${detail.run.run_id} ${first.position_id}`} />
        </Card>
      </div>
      <div className="grid-2">
        {value && (
          <Card title="P&L by scenario" note={`${first.currency} against ${base}`}>
            {cellOf(value.cells, base)?.reason ? (
              <Empty title="No value">
                <p>{reasonText(cellOf(value.cells, base)!.reason!)}</p>
              </Empty>
            ) : (
              <Bars
                cells={value.cells}
                base={base}
                name={`${first.position_id} scenarios`}
                currency={first.currency}
              />
            )}
          </Card>
        )}
        <Card title="Where it comes from">
          <Facts
            rows={[
              ["Run", <code key="run">{detail.run.run_id}</code>],
              ["Request", <code key="request">{short(detail.run.request_hash)}</code>],
              [
                "Market",
                <Link key="market" to={`/market/${segment(detail.run.market_snapshot_id)}`}>
                  <code>{short(detail.run.market_snapshot_id)}</code>
                </Link>,
              ],
              ["Positions", <code key="positions">{short(detail.run.position_snapshot_id)}</code>],
              ["Instrument version", <code key="version">{held?.instrument_version.slice(0, 12) ?? "–"}</code>],
              ["Code", detail.request.code_version],
              ...Object.entries(detail.request.model_configuration).map(
                ([name, setting]) => [`Model: ${name}`, setting] as const,
              ),
              ["Frozen", detail.run.is_published ? "published" : "not published"],
            ]}
          />
          <p className="quiet small">
            The same request on the same snapshots gives the same bits: <code>tenor run verify {detail.run.run_id}</code>
          </p>
        </Card>
      </div>
      {instrument.data && <PositionInputs detail={detail} held={held} instrument={instrument.data} />}
      {hasMeasure(detail, "CASHFLOWS") && (
        <Flows run={detail.run.run_id} position={first.position_id} scenario={scenario} />
      )}
      <PositionHistory detail={detail} position={first.position_id} />
    </>
  );
}

/** By measure as the run was asked for them, then by tenor or name of the factor. */
function inOrder(results: readonly Result[], detail: RunDetail): Result[] {
  const place = (result: Result) => detail.request.pricing.measures.indexOf(result.measure);
  const years = (result: Result) => tenorYears(splitFactor(result.factor).tenor);
  return [...results].sort(
    (a, b) => place(a) - place(b) || (years(a) === years(b) ? 0 : years(a) - years(b)) || a.factor.localeCompare(b.factor),
  );
}

function Terms(props: { held: HeldPosition; record: Record<string, unknown> }) {
  const { instrument_id: id, instrument_version: used } = props.held;
  const versions = useApi<Page<InstrumentVersion>>(`/v1/instruments/${segment(id)}/versions?limit=100`);
  const current = versions.data?.items.find((version) => version.is_current)?.version_hash;
  return (
    <>
      <h3>
        Terms, version {used.slice(0, 12)}
        {current === used && ", the current one"}
        {current !== undefined && current !== used && "; another is current by now, which this run did not use"}
      </h3>
      <Facts
        rows={Object.entries(props.record)
          .filter(([name, value]) => value !== null && !["instrument_id", "product_type", "currency"].includes(name))
          .map(([name, value]) => [words(name), termText(name, value)])}
      />
    </>
  );
}

function termText(name: string, value: unknown): string {
  if (typeof value === "string") return /^\d{4}-\d\d-\d\d$/.test(value) ? day(value) : value;
  if (typeof value === "number") {
    return /rate|coupon|fee/.test(name) && Math.abs(value) < 1 ? `${Number((value * 100).toPrecision(10))}%` : value.toLocaleString("en-US", { maximumFractionDigits: 10 });
  }
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return value.length > 6 ? `${value.length} entries` : value.map((item) => termText("", item)).join("; ");
  if (value && typeof value === "object") return Object.values(value).map((item) => termText("", item)).join(" ");
  return String(value);
}

function Measures(props: { results: Result[]; scenario: string; name: string }) {
  return (
    <DataTable
      caption="Measures of the position"
      rows={props.results}
      rowKey={(result) => `${result.measure} ${result.factor}`}
      exportName={props.name}
      columns={[
        { key: "measure", label: "Measure", text: (result) => measureLabel(result.measure, result.factor) },
        {
          key: "value",
          label: "Value",
          isNumber: true,
          text: (result) => {
            const value = cellOf(result.cells, props.scenario)?.value;
            return value === undefined ? "" : measureText(result.measure, value);
          },
          order: (result) => cellOf(result.cells, props.scenario)?.value,
          show: (result) => {
            const cell = cellOf(result.cells, props.scenario);
            if (cell?.reason) return <span className="quiet reason">{reasonText(cell.reason)}</span>;
            return cell?.value === undefined ? "" : measureText(result.measure, cell.value);
          },
        },
        {
          key: "unit",
          label: "Unit",
          text: (result) => {
            const style = measureStyle(result.measure);
            return style.suffix ? "" : style.isAmount ? result.currency : style.unit;
          },
        },
      ]}
    />
  );
}

function Flows(props: { run: string; position: string; scenario: string }) {
  const path = withQuery(runPath(props.run, "positions", segment(props.position), "cashflows"), {
    scenario: props.scenario,
  });
  const flows = useAll<CashFlow>(path);
  const first = useApi<CashFlowPage>(withQuery(path, { limit: 1 }));
  const [stepText, setStep] = useSetting("step", "year");
  const step = (["month", "quarter", "year"] as LadderStep[]).find((known) => known === stepText) ?? "year";
  return (
    <Card
      title="Cash flows"
      note={`of the whole position; received is positive; present values under ${props.scenario}`}
      tools={
        <Select
          label="By"
          value={step}
          choices={[
            { value: "month", label: "Month" },
            { value: "quarter", label: "Quarter" },
            { value: "year", label: "Year" },
          ]}
          onChange={setStep}
        />
      }
    >
      <Async
        loaded={flows}
        isEmpty={(list) => list.length === 0}
        empty={
          <Empty title="No cash flows">
            <p>The position could not be valued, or has none after the valuation date.</p>
          </Empty>
        }
      >
        {(list) => <FlowLadders flows={list} step={step} name={`${props.position} cash flows`} />}
      </Async>
      {first.data?.valuation && <Valuation valuation={first.data.valuation} />}
    </Card>
  );
}

/** That the flows add up to the value, or why there is none. */
function Valuation(props: { valuation: FlowValuation }) {
  const { valuation } = props;
  if (valuation.reason) return <p className="quiet">No present values: {reasonText(valuation.reason)}</p>;
  const { present_value: sum = 0, result, reporting_rate: rate, reporting_currency: reporting } = valuation;
  return (
    <p className="quiet">
      Present values of all flows: <strong>{number(sum, 2)}</strong> {valuation.currency}, over an issue spread of{" "}
      {number(valuation.issue_spread_bp ?? 0, 2)} bp
      {result !== undefined && <>; the run&rsquo;s PV is {number(result, 2)}</>}
      {rate !== undefined && reporting !== valuation.currency && (
        <>
          ; {number(sum * rate, 2)} {reporting} at {number(rate, 6)}
        </>
      )}
      .
    </p>
  );
}

const parts = ["interest", "principal", "prepayment"] as const;

/** A ladder per currency: a forward pays in two. */
function FlowLadders(props: { flows: CashFlow[]; step: LadderStep; name: string }) {
  const currencies = [...new Set(props.flows.map((flow) => flow.currency))].sort();
  return (
    <>
      {currencies.map((currency) => (
        <FlowLadder
          key={currency}
          currency={currency}
          flows={props.flows.filter((flow) => flow.currency === currency)}
          step={props.step}
          name={`${props.name} ${currency}`}
        />
      ))}
      <details>
        <summary>Every flow</summary>
        <DataTable
          caption="Every cash flow"
          rows={props.flows}
          rowKey={(flow) => `${flow.period_number} ${flow.currency} ${flow.pay_date}`}
          exportName={props.name}
          columns={[
            { key: "date", label: "Pay date", text: (flow) => day(flow.pay_date), order: (flow) => flow.pay_date },
            { key: "currency", label: "Currency", text: (flow) => flow.currency },
            ...(["interest", "principal", "prepayment", "total", "balance"] as const).map((part) => ({
              key: part,
              label: words(part),
              isNumber: true,
              text: (flow: CashFlow) => number(flow[part], 2),
              order: (flow: CashFlow) => flow[part],
            })),
            {
              key: "factor",
              label: "Discount factor",
              isNumber: true,
              text: (flow: CashFlow) => (flow.discount_factor === undefined ? "" : number(flow.discount_factor, 8)),
              order: (flow: CashFlow) => flow.discount_factor,
            },
            ...(props.flows.some((flow) => flow.fx_rate !== undefined && flow.fx_rate !== 1)
              ? [
                  {
                    key: "fx",
                    label: "FX rate",
                    isNumber: true,
                    text: (flow: CashFlow) => (flow.fx_rate === undefined ? "" : number(flow.fx_rate, 6)),
                    order: (flow: CashFlow) => flow.fx_rate,
                  },
                ]
              : []),
            {
              key: "present",
              label: "Present value",
              isNumber: true,
              text: (flow: CashFlow) => (flow.present_value === undefined ? "" : number(flow.present_value, 2)),
              order: (flow: CashFlow) => flow.present_value,
            },
          ]}
        />
      </details>
    </>
  );
}

function FlowLadder(props: { flows: CashFlow[]; step: LadderStep; currency: string; name: string }) {
  const { currency, step } = props;
  const rows = useMemo(() => ladder(props.flows, step), [props.flows, step]);
  const option = useCallback(
    (colours: Palette) => ({
      xAxis: categoryAxis(colours, rows.map((row) => row.period), words(step)),
      yAxis: valueAxis(colours, currency, axisNumber),
      series: parts
        .filter((part) => rows.some((row) => row[part] !== 0))
        .map((part) => ({
          name: words(part),
          type: "bar",
          stack: "all",
          barMaxWidth: 34,
          data: rows.map((row) => row[part]),
          tooltip: { valueFormatter: (value: number) => number(value, 2) },
        })),
    }),
    [rows, currency, step],
  );
  return (
    <Chart
      label={`Cash flows in ${currency} by ${step}`}
      name={props.name}
      option={option}
      rows={rows}
      rowKey={(row) => row.period}
      columns={[
        { key: "period", label: "Period", text: (row) => row.period },
        ...([...parts, "total"] as const).map((part) => ({
          key: part,
          label: words(part),
          unit: props.currency,
          isNumber: true,
          text: (row: LadderRow) => number(row[part], 2),
          order: (row: LadderRow) => row[part],
        })),
      ]}
    />
  );
}
