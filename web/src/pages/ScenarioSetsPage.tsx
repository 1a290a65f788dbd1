import { segment } from "../lib/api";
import { moment } from "../lib/format";
import type { ScenarioSet } from "../lib/types";
import { useAll } from "../lib/useApi";
import { Card } from "../ui/Card";
import { DataTable } from "../ui/DataTable";
import { Link } from "../ui/Link";
import { Async, Empty } from "../ui/State";

/** Every stored scenario set. */
export function ScenarioSetsPage() {
  const sets = useAll<ScenarioSet>("/v1/scenario-sets");
  return (
    <>
      <h1>Scenario sets</h1>
      <Async
        loaded={sets}
        isEmpty={(list) => list.length === 0}
        empty={
          <Empty title="No scenario set is stored">
            <p>
              Store one with <code>tenor import scenarios FILE</code>.
            </p>
          </Empty>
        }
      >
        {(list) => (
          <Card title="Sets" note="a run may name a set, or a version of it">
            <DataTable
              caption="Scenario sets"
              rows={list}
              rowKey={(set) => set.name}
              exportName="scenario sets"
              columns={[
                {
                  key: "name",
                  label: "Set",
                  text: (set) => set.name,
                  show: (set) => <Link to={`/scenario-sets/${segment(set.name)}`}>{set.name}</Link>,
                },
                { key: "description", label: "Meaning", text: (set) => set.description },
                {
                  key: "latest",
                  label: "Latest version",
                  isNumber: true,
                  text: (set) => String(set.latest_version),
                  order: (set) => set.latest_version,
                },
                {
                  key: "usable",
                  label: "Runs use",
                  isNumber: true,
                  text: (set) => (set.usable_version === undefined ? "none" : String(set.usable_version)),
                  order: (set) => set.usable_version,
                },
                { key: "approval", label: "Approval", text: (set) => (set.requires_approval ? "needed" : "not needed") },
                { key: "by", label: "Made by", text: (set) => set.created_by },
                { key: "at", label: "Made at", text: (set) => moment(set.created_at), order: (set) => set.created_at },
              ]}
            />
          </Card>
        )}
      </Async>
    </>
  );
}
