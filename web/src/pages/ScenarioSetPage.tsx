import { useState } from "react";
import { change, segment, withQuery } from "../lib/api";
import { day, moment, short } from "../lib/format";
import { useSetting } from "../lib/router";
import { shiftText } from "../lib/shift";
import type {
  Market,
  MarketRecord,
  Page,
  Scenario,
  ScenarioPreview,
  ScenarioSetDetail,
  ScenarioSetVersion,
  ScenarioSetVersionDetail,
} from "../lib/types";
import { useApi } from "../lib/useApi";
import { Card } from "../ui/Card";
import { DataTable } from "../ui/DataTable";
import { ActionButton, Checks, Select, TextField } from "../ui/Field";
import { Async, Empty } from "../ui/State";
import { CurveEditor } from "./CurveEditor";
import { RatesChart } from "./RatesChart";
import type { RateKind } from "./RatesChart";

const kinds: { value: RateKind; label: string }[] = [
  { value: "zero_rate", label: "Zero rates" },
  { value: "par_rate", label: "Par rates" },
  { value: "forward_rate", label: "Forward rates" },
];
/** Lines that can be told apart. */
const shownAtFirst = 6;

/** A scenario set: its versions, who answers for them, what one does to a curve, and a scenario to draw. */
export function ScenarioSetPage(props: { name: string }) {
  const path = `/v1/scenario-sets/${segment(props.name)}`;
  const detail = useApi<ScenarioSetDetail>(path);
  return (
    <Async loaded={detail} title={props.name}>
      {(found) => (
        <>
          <div className="page-title">
            <h1>{found.set.name}</h1>
          </div>
          {found.set.description && <p className="quiet">{found.set.description}</p>}
          <Versions detail={found} path={path} reload={detail.reload} />
          <Shown detail={found} path={path} saved={detail.reload} />
        </>
      )}
    </Async>
  );
}

function Versions(props: { detail: ScenarioSetDetail; path: string; reload: () => void }) {
  const { set, versions } = props.detail;
  const [person, setPerson] = useState("");
  const [reason, setReason] = useState("");
  const [version] = useSetting("version", String(set.latest_version));
  const act = (verb: string, body: Record<string, string>) => async () => {
    await change("POST", `${props.path}/versions/${version}/${verb}`, body);
    props.reload();
  };
  const state = (item: ScenarioSetVersion) =>
    item.retired_by
      ? `retired by ${item.retired_by}: ${item.retirement_reason}`
      : item.approved_by
        ? `approved by ${item.approved_by}`
        : set.requires_approval
          ? "waits for approval"
          : "free to use";
  return (
    <Card
      title="Versions"
      note={set.usable_version ? `runs that name ${set.name} use version ${set.usable_version}` : "no version may be used"}
    >
      <DataTable
        caption="Versions of the set"
        rows={versions}
        rowKey={(item) => String(item.version)}
        exportName={`${set.name} versions`}
        columns={[
          {
            key: "version",
            label: "Version",
            isNumber: true,
            text: (item) => String(item.version),
            order: (item) => item.version,
          },
          { key: "state", label: "State", text: state },
          {
            key: "count",
            label: "Scenarios",
            isNumber: true,
            text: (item) => String(item.scenario_count),
            order: (item) => item.scenario_count,
          },
          { key: "note", label: "Note", text: (item) => item.note },
          { key: "by", label: "Author", text: (item) => item.created_by },
          { key: "at", label: "Made at", text: (item) => moment(item.created_at), order: (item) => item.created_at },
          { key: "hash", label: "Hash", text: (item) => item.document_hash, show: (item) => <code>{short(item.document_hash)}</code> },
        ]}
      />
      <div className="bar no-print">
        <TextField label="Person" value={person} onChange={setPerson} />
        <TextField label="Reason to retire" value={reason} onChange={setReason} />
        <ActionButton run={act("approve", { approved_by: person })} isDisabled={person === ""}>
          Approve version {version}
        </ActionButton>
        <ActionButton
          run={act("retire", { retired_by: person, reason })}
          confirm="Retire it for good?"
          isDisabled={person === "" || reason === ""}
        >
          Retire version {version}
        </ActionButton>
      </div>
    </Card>
  );
}

/** One version: its scenarios and what they do to a curve of a market. */
function Shown(props: { detail: ScenarioSetDetail; path: string; saved: () => void }) {
  const { set, versions } = props.detail;
  const [version, setVersion] = useSetting("version", String(set.latest_version));
  const markets = useApi<Page<MarketRecord>>("/v1/marketdata/snapshots?limit=200");
  const [marketText, setMarket] = useSetting("market");
  const market = marketText || markets.data?.items[0]?.snapshot_id || "";
  const content = useApi<ScenarioSetVersionDetail>(`${props.path}/versions/${segment(version)}`);
  const snapshot = useApi<Market>(market ? `/v1/marketdata/snapshots/${segment(market)}` : null);
  return (
    <>
      <div className="bar no-print">
        <Select
          label="Version"
          value={version}
          choices={versions.map((item) => ({ value: String(item.version), label: String(item.version) }))}
          onChange={setVersion}
        />
        <Select
          label="Market"
          value={market}
          choices={(markets.data?.items ?? []).map((item) => ({
            value: item.snapshot_id,
            label: `${day(item.valuation_date)}, ${short(item.snapshot_id)}`,
          }))}
          onChange={setMarket}
        />
      </div>
      <Async loaded={content}>
        {(found) => (
          <>
            {snapshot.data ? (
              <Preview detail={found} path={props.path} market={market} snapshot={snapshot.data} saved={props.saved} />
            ) : (
              <Empty title="No market to draw on">
                <p>
                  Import one with <code>tenor import market FOLDER</code>.
                </p>
              </Empty>
            )}
            <Card title={`Scenarios of version ${found.version.version}`}>
              <DataTable
                caption="Scenarios of the version"
                rows={found.scenarios}
                rowKey={(scenario: Scenario) => scenario.id}
                exportName={`${found.set} ${found.version.version}`}
                columns={[
                  { key: "id", label: "Scenario", text: (scenario) => scenario.id },
                  { key: "description", label: "Meaning", text: (scenario) => scenario.description ?? "" },
                  { key: "shifts", label: "Moves", text: movesOf },
                ]}
              />
            </Card>
          </>
        )}
      </Async>
    </>
  );
}

/** In words; the many currencies of a regulatory set are counted instead. */
function movesOf(scenario: Scenario): string {
  if (scenario.shifts.length > 4) return `${scenario.shifts.length} moves`;
  return scenario.shifts.map(shiftText).join("; ") || "none";
}

function Preview(props: {
  detail: ScenarioSetVersionDetail;
  path: string;
  market: string;
  snapshot: Market;
  saved: () => void;
}) {
  const { detail, snapshot } = props;
  const curves = snapshot.curves.filter((curve) => curve.points.length > 1);
  const [chosenCurve, setCurve] = useSetting("curve");
  const curve = curves.find((item) => item.id === chosenCurve) ?? curves.find((item) => item.currency === "USD") ?? curves[0];
  const [kindText, setKind] = useSetting("rates", "zero_rate");
  const kind = kinds.find((item) => item.value === kindText)?.value ?? "zero_rate";
  const moving = detail.scenarios.filter((scenario) => scenario.shifts.length > 0).map((scenario) => scenario.id);
  const [chosenText, setChosen] = useSetting("scenarios", moving.slice(0, shownAtFirst).join(","));
  const chosen = chosenText.split(",").filter((id) => moving.includes(id));
  const preview = useApi<ScenarioPreview>(
    curve && chosen.length > 0
      ? withQuery(`${props.path}/versions/${detail.version.version}/preview`, {
          market_snapshot: props.market,
          curve: curve.id,
          scenario: chosen,
        })
      : null,
  );
  if (!curve) return <Empty title="The market has no curve to draw" />;
  return (
    <>
      <Card
        title="What it does to a curve"
        tools={
          <>
            <Select
              label="Curve"
              value={curve.id}
              choices={curves.map((item) => ({ value: item.id, label: item.id }))}
              onChange={setCurve}
            />
            <Select label="Rates" value={kind} choices={kinds} onChange={setKind} />
          </>
        }
      >
        <Checks
          label="Scenarios"
          choices={moving.map((id) => ({ value: id, label: id }))}
          chosen={new Set(chosen)}
          onChange={(next) => setChosen(moving.filter((id) => next.has(id)).join(","))}
        />
        {chosen.length === 0 ? (
          <Empty title="Choose a scenario" />
        ) : (
          <Async loaded={preview}>
            {(found) => (
              <RatesChart curves={[found.base, ...found.scenarios]} kind={kind} name={`${detail.set} on ${curve.id}`} />
            )}
          </Async>
        )}
      </Card>
      <CurveEditor
        key={`${props.market} ${curve.id}`}
        detail={detail}
        market={props.market}
        curve={curve.id}
        currency={snapshot.discount_curves[curve.currency] === curve.id ? curve.currency : curve.id}
        kind={kind}
        saved={props.saved}
      />
    </>
  );
}
