import { useState } from "react";
import { change, newKey, segment } from "../lib/api";
import { moment, short } from "../lib/format";
import { navigate } from "../lib/router";
import { may, useSession } from "../lib/session";
import type { Firing, Page, Run, ScheduleDetail } from "../lib/types";
import { useApi } from "../lib/useApi";
import { Badge, Card, Facts } from "../ui/Card";
import { DataTable } from "../ui/DataTable";
import { ActionButton } from "../ui/Field";
import { Link } from "../ui/Link";
import { Async, Empty } from "../ui/State";
import { runPage } from "./useRun";

export function SchedulePage(props: { name: string }) {
  const path = `/v1/schedules/${segment(props.name)}`;
  const detail = useApi<ScheduleDetail>(path, 15_000);
  const firings = useApi<Page<Firing>>(`${path}/firings?limit=200`, 15_000);
  const [key, setKey] = useState(newKey);
  const mayManage = may(useSession(), "manage_schedules");
  const act = (verb: string) => async () => {
    await change("POST", `${path}/${verb}`, {});
    detail.reload();
  };
  const runNow = async () => {
    const run = await change<Run>("POST", `${path}/run`, {}, key);
    setKey(newKey());
    navigate(runPage(run.run_id));
  };
  const remove = async () => {
    await change("DELETE", path);
    navigate("/schedules");
  };
  return (
    <Async loaded={detail} title={props.name}>
      {({ schedule, run, next_firings: next }) => (
        <>
          <div className="page-title">
            <h1>{schedule.name}</h1>
            {schedule.is_paused && <span className="badge badge-idle">paused</span>}
            {mayManage && (
              <div className="tools">
                <ActionButton run={runNow}>Run now</ActionButton>
                {schedule.is_paused ? (
                  <ActionButton run={act("resume")}>Resume</ActionButton>
                ) : (
                  <ActionButton run={act("pause")}>Pause</ActionButton>
                )}
                <ActionButton run={remove} confirm="Remove it? Its runs stay.">
                  Remove
                </ActionButton>
              </div>
            )}
          </div>
          <div className="grid-2">
            <Card title="When">
              <Facts
                rows={[
                  ["Cron", <code key="cron">{schedule.cron}</code>],
                  ["Time zone", schedule.time_zone],
                  ["Open on", schedule.calendars.join(", ") || "every day"],
                  ["Missed firings", schedule.catch_up === "LAST" ? "the last is made up for" : "are left out"],
                  ["Made by", `${schedule.created_by}, ${moment(schedule.created_at)}`],
                  ...next.map((time, index) => [index === 0 ? "Next" : `Then`, moment(time)] as const).slice(0, 1),
                  ["After that", next.slice(1).map(moment).join("; ") || "–"],
                ]}
              />
            </Card>
            <Card title="What it runs">
              <Facts
                rows={[
                  ["Market", run.market_snapshot_id ? short(run.market_snapshot_id) : "the one stored last"],
                  ["Positions", run.position_snapshot_id ? short(run.position_snapshot_id) : "those stored last"],
                  ["Scenarios", run.scenarios.map((scenario) => scenario.id).join(", ")],
                  ["Measures", run.pricing.measures.join(", ")],
                  ["Reporting currency", run.pricing.reporting_currency],
                  ["Priority", String(run.priority)],
                ]}
              />
            </Card>
          </div>
          <Card title="Firings, newest first">
            <Async
              loaded={firings}
              isEmpty={(page) => page.items.length === 0}
              empty={
                <Empty title="It has not fired yet">
                  <p>Wait for the time above, or let it run now.</p>
                </Empty>
              }
            >
              {(page) => (
                <DataTable
                  caption="Firings"
                  rows={page.items}
                  rowKey={(firing) => firing.fire_time}
                  columns={[
                    { key: "time", label: "Time", text: (firing) => moment(firing.fire_time) },
                    { key: "how", label: "How", text: (firing) => (firing.is_manual ? "by hand" : "by the clock") },
                    { key: "outcome", label: "Outcome", text: (firing) => firing.outcome, show: (firing) => <Badge state={firing.outcome} /> },
                    {
                      key: "run",
                      label: "Run",
                      text: (firing) => firing.run_id ?? "",
                      show: (firing) => firing.run_id && <Link to={runPage(firing.run_id)}>{firing.run_id}</Link>,
                    },
                    { key: "error", label: "Error", text: (firing) => firing.error ?? "" },
                  ]}
                />
              )}
            </Async>
          </Card>
        </>
      )}
    </Async>
  );
}
