import { useMemo, useState } from "react";
import { change, newKey, segment } from "../lib/api";
import { bytes, day, duration, moment, number, short } from "../lib/format";
import { measureLabel } from "../lib/measures";
import { Problem } from "../lib/problem";
import { navigate } from "../lib/router";
import { asksForNames, useSession } from "../lib/session";
import type { Market, MarketRecord, Page, PositionRecord, Run, RunDetail, RunForecast, Scenario } from "../lib/types";
import { useApi } from "../lib/useApi";
import { Card, Facts } from "../ui/Card";
import { ActionButton, Checks, Select, TextField } from "../ui/Field";
import { Async, Empty, Warnings } from "../ui/State";
import { enumOf } from "./openApi";
import type { OpenAPI } from "./openApi";
import { runPage, runPath } from "./useRun";

/** Asks for a run: of which snapshots, under which scenarios, with which measures. */
export function NewRunPage() {
  const markets = useApi<Page<MarketRecord>>("/v1/marketdata/snapshots?limit=200");
  const positions = useApi<Page<PositionRecord>>("/v1/positions/snapshots?limit=200");
  const runs = useApi<Page<Run>>("/v1/runs?limit=50");
  const document_ = useApi<OpenAPI>("/openapi.json");
  return (
    <>
      <h1>New run</h1>
      <Async loaded={markets}>
        {(marketPage) => (
          <Async loaded={positions}>
            {(positionPage) => (
              <Async loaded={runs}>
                {(runPage_) => (
                  <Async loaded={document_}>
                    {(document) =>
                      marketPage.items.length === 0 || positionPage.items.length === 0 ? (
                        <Empty title="A run needs a market and positions">
                          <pre>tenor import market FOLDER{"\n"}tenor import positions FILE --as-of DATE</pre>
                        </Empty>
                      ) : (
                        <Form
                          markets={marketPage.items}
                          positions={positionPage.items}
                          runs={runPage_.items}
                          document={document}
                        />
                      )
                    }
                  </Async>
                )}
              </Async>
            )}
          </Async>
        )}
      </Async>
    </>
  );
}

function Form(props: { markets: MarketRecord[]; positions: PositionRecord[]; runs: Run[]; document: OpenAPI }) {
  const allMeasures = useMemo(() => enumOf(props.document, "Measure"), [props.document]);
  const [market, setMarket] = useState(props.markets[0]!.snapshot_id);
  const [positions, setPositions] = useState(props.positions[0]!.snapshot_id);
  const [source, setSource] = useState(props.runs[0]?.run_id ?? "");
  const [measures, setMeasures] = useState<Set<string>>(new Set(allMeasures));
  const [dropped, setDropped] = useState<ReadonlySet<string>>(new Set());
  const [setName, setSetName] = useState("");
  const [own, setOwn] = useState("");
  const [currency, setCurrency] = useState("");
  const [keyRates, setKeyRates] = useState("");
  const [priority, setPriority] = useState("0");
  const [author, setAuthor] = useState("");
  const asksName = asksForNames(useSession());
  const [key] = useState(newKey);

  const marketDocument = useApi<Market>(`/v1/marketdata/snapshots/${segment(market)}`);
  const earlier = useApi<RunDetail>(source && source !== "-" ? runPath(source) : null);
  const currencies = marketDocument.data
    ? [marketDocument.data.fx_base, ...Object.keys(marketDocument.data.fx_rates)].filter((code, at, all) => all.indexOf(code) === at)
    : [];
  const usual = earlier.data?.request.pricing.reporting_currency;
  const reporting = currency || (usual && currencies.includes(usual) ? usual : currencies[0]) || "";
  const scenarios = earlier.data?.request.scenarios ?? [];
  const chosen = new Set(scenarios.map((scenario) => scenario.id).filter((id) => !dropped.has(id)));

  const [forecast, setForecast] = useState<RunForecast | null>(null);

  const request = () => {
    const body: Record<string, unknown> = {
      market_snapshot_id: market,
      position_snapshot_id: positions,
      measures: allMeasures.filter((measure) => measures.has(measure)),
      reporting_currency: reporting,
      priority: Number(priority) || 0,
    };
    if (setName.trim()) body["scenario_set"] = setName.trim();
    else body["scenarios"] = [...scenarios.filter((scenario) => chosen.has(scenario.id)), ...ownScenarios(own)];
    const tenors = keyRates.split(/[\s,]+/).filter(Boolean);
    if (tenors.length > 0) body["key_rate_tenors"] = tenors;
    if (asksName && author.trim()) body["created_by"] = author.trim();
    return body;
  };
  const estimate = async () => setForecast(await change<RunForecast>("POST", "/v1/runs/estimate", request()));
  const start = async () => {
    const run = await change<Run>("POST", "/v1/runs", request(), key);
    navigate(runPage(run.run_id));
  };

  return (
    <>
      <div className="grid-2">
        <Card title="What is valued">
          <Select
            label="Market"
            value={market}
            choices={props.markets.map((item) => ({
              value: item.snapshot_id,
              label: `${day(item.valuation_date)}, ${short(item.snapshot_id)}, stored ${moment(item.created_at)}`,
            }))}
            onChange={setMarket}
          />
          <Select
            label="Positions"
            value={positions}
            choices={props.positions.map((item) => ({
              value: item.snapshot_id,
              label: `${day(item.as_of)}, ${number(item.position_count)} positions of ${item.source}, ${short(item.snapshot_id)}`,
            }))}
            onChange={setPositions}
          />
          <Select
            label="Reporting currency"
            value={reporting}
            choices={currencies.map((code) => ({ value: code, label: code }))}
            onChange={setCurrency}
          />
          <TextField
            label="Key rates, ascending"
            value={keyRates}
            hint={earlier.data?.request.pricing.key_rate_tenors.join(", ") ?? "the usual ones"}
            onChange={setKeyRates}
          />
          <TextField label="Priority: each point is worth ten minutes of waiting" value={priority} onChange={setPriority} />
          {asksName && <TextField label="Asked for by" value={author} onChange={setAuthor} />}
        </Card>
        <Card title="Scenarios">
          <Select
            label="As in run"
            value={source || "-"}
            choices={[
              ...props.runs.map((run) => ({ value: run.run_id, label: `${run.run_id}, ${run.scenario_ids.length} scenarios` })),
              { value: "-", label: "none: name a set or write your own" },
            ]}
            onChange={(value) => {
              setSource(value);
              setDropped(new Set());
            }}
          />
          <TextField
            label="Or a stored or standard set by name, in place of these"
            value={setName}
            hint="demo"
            onChange={setSetName}
          />
          {!setName.trim() && scenarios.length > 0 && (
            <Checks
              label="Scenarios"
              choices={scenarios.map((scenario) => ({ value: scenario.id, label: scenario.id }))}
              chosen={chosen}
              onChange={(next) => setDropped(new Set(scenarios.map((s) => s.id).filter((id) => !next.has(id))))}
            />
          )}
          {!setName.trim() && (
            <label className="field">
              <span>Your own, as JSON: a list of scenarios as in docs/formats.md</span>
              <textarea rows={5} value={own} spellCheck={false} onChange={(event) => setOwn(event.target.value)} />
            </label>
          )}
        </Card>
      </div>
      <Card title="Measures">
        <Checks
          label="Measures"
          choices={allMeasures.map((measure) => ({ value: measure, label: measureLabel(measure) }))}
          chosen={measures}
          onChange={setMeasures}
        />
      </Card>
      {forecast && <Forecast forecast={forecast} />}
      <div className="bar">
        <ActionButton run={estimate} isDisabled={measures.size === 0 || reporting === ""}>
          Estimate
        </ActionButton>
        <ActionButton run={start} isMain isDisabled={measures.size === 0 || reporting === ""}>
          Start the run
        </ActionButton>
      </div>
    </>
  );
}

/** What the run would take, and what it would take too much of. */
function Forecast(props: { forecast: RunForecast }) {
  const { estimate, excesses, warnings } = props.forecast;
  return (
    <Card title="Estimate" note="of the form as it was when asked">
      {excesses.map((excess) => (
        <p key={excess.quantity} className="note note-bad">
          Too many {excess.quantity}: about {number(excess.estimated)}, and at most {number(excess.most)} are let through. Take
          fewer scenarios or measures.
        </p>
      ))}
      <Warnings list={warnings} />
      <Facts
        rows={[
          ["Cells", `${number(estimate.cells)} of ${number(estimate.positions)} positions`],
          ["Cash flows", number(estimate.cash_flows)],
          ["Time", `about ${duration(estimate.seconds * 1000)} with ${estimate.workers} workers`],
          ["On the database's disk", bytes(estimate.bytes.total)],
          ["Memory of a worker", bytes(estimate.worker_bytes)],
        ]}
      />
    </Card>
  );
}

function ownScenarios(text: string): Scenario[] {
  if (text.trim() === "") return [];
  const refuse = (message: string) =>
    new Problem(400, "Your own scenarios cannot be read", "", [
      { field: "scenarios", message, fix: 'write a list such as [{"id": "UP", "shifts": []}]' },
    ]);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw refuse(`are not JSON (${error instanceof Error ? error.message : error})`);
  }
  const list = Array.isArray(value) ? value : (value as { scenarios?: unknown }).scenarios;
  if (!Array.isArray(list)) throw refuse("are not a list");
  return list as Scenario[];
}
