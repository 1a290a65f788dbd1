import { segment } from "../lib/api";
import { assumptionText, periodRanges } from "../lib/deals";
import type { DealDetail, DealRun, DealStructure, DealVersionDetail } from "../lib/deals";
import { day, number, percent } from "../lib/format";
import { useSetting } from "../lib/router";
import { useApi } from "../lib/useApi";
import { Card, Facts } from "../ui/Card";
import { Select } from "../ui/Field";
import { Async } from "../ui/State";
import { BondFlowsChart } from "./BondFlowsChart";
import { CapitalStructure } from "./CapitalStructure";
import { DealExplanationCard } from "./DealExplanationCard";
import { DealReviewCard } from "./DealReviewCard";

/** A deal: its versions and who answers for them, what one is made of, what it pays, and why. */
export function DealPage(props: { deal: string }) {
  const path = `/v1/deals/${segment(props.deal)}`;
  const detail = useApi<DealDetail>(path);
  return (
    <Async loaded={detail} title={props.deal}>
      {(found) => <Shown detail={found} path={path} reload={detail.reload} />}
    </Async>
  );
}

function Shown(props: { detail: DealDetail; path: string; reload: () => void }) {
  const { detail } = props;
  const newest = String(detail.versions[0]?.version.version ?? 1);
  const [version, setVersion] = useSetting("version", newest);
  const versionPath = `${props.path}/versions/${segment(version)}`;
  const content = useApi<DealVersionDetail>(versionPath);
  const run = useApi<DealRun>(`${versionPath}/run`);
  const shown = detail.versions.find((item) => String(item.version.version) === version);
  return (
    <>
      <div className="page-title">
        <h1>{detail.deal_id}</h1>
        <Select
          label="Version"
          value={version}
          choices={detail.versions.map((item) => ({
            value: String(item.version.version),
            label: `${item.version.version}, ${item.version.state.toLowerCase()}`,
          }))}
          onChange={setVersion}
        />
      </div>
      {shown && <DealReviewCard key={version} item={shown} path={versionPath} reload={props.reload} />}
      <Async loaded={content}>
        {(found) => (
          <>
            <Terms structure={found.structure} asOf={found.version.as_of} />
            <CapitalStructure structure={found.structure} name={`${detail.deal_id} ${version}`} />
            <Async loaded={run}>
              {(flows) => (
                <>
                  <BondFlowsChart run={flows} currency={found.structure.currency} name={`${detail.deal_id} ${version} flows`} />
                  <Triggers structure={found.structure} run={flows} />
                </>
              )}
            </Async>
            {run.data && <DealExplanationCard path={versionPath} periods={run.data.periods} />}
          </>
        )}
      </Async>
    </>
  );
}

function Terms(props: { structure: DealStructure; asOf: string }) {
  const { structure } = props;
  return (
    <Card title="Terms" note={`balances as of ${day(props.asOf)}, ${structure.currency}`}>
      <Facts
        rows={[
          ["Collateral", number(structure.collateral_balance)],
          ["Collateral and cash over bonds", number(structure.overcollateralisation)],
          ["Payments", structure.months_per_period === 1 ? "every month" : `every ${structure.months_per_period} months`],
          ...structure.groups.map(
            (group) =>
              [
                `Loans of ${group.name}`,
                `${number(group.balance)} in ${group.lines} ${group.lines === 1 ? "line" : "lines"} at ${percent(group.note_rate)}, ${number(group.remaining_months)} months left; prepayment ${assumptionText(group.assumptions["prepayment"])}, default ${assumptionText(group.assumptions["default"])}, severity ${assumptionText(group.assumptions["severity"])}`,
              ] as const,
          ),
        ]}
      />
    </Card>
  );
}

function Triggers(props: { structure: DealStructure; run: DealRun }) {
  if (props.structure.triggers.length === 0) return null;
  return (
    <Card title="Triggers" note="under the package's assumptions">
      <Facts
        rows={props.structure.triggers.map((trigger) => {
          const periods = props.run.triggers.find((item) => item.name === trigger.name)?.tripped_periods ?? [];
          return [
            trigger.name,
            <>
              <code>{trigger.formula}</code>
              <br />
              {periods.length === 0 ? "never tripped" : `tripped in periods ${periodRanges(periods)}`}
            </>,
          ] as const;
        })}
      />
    </Card>
  );
}
