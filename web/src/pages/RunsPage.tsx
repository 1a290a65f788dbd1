import { useState } from "react";
import { withQuery } from "../lib/api";
import { moment, number } from "../lib/format";
import { navigate } from "../lib/router";
import { may, useSession } from "../lib/session";
import type { Page, Run } from "../lib/types";
import { useApi } from "../lib/useApi";
import { Badge, Card } from "../ui/Card";
import { DataTable } from "../ui/DataTable";
import { Link } from "../ui/Link";
import { Async, Empty } from "../ui/State";
import { runPage } from "./useRun";

export function RunsPage() {
  const runs = useApi<Page<Run>>("/v1/runs?limit=500", 5000);
  const mayCreate = may(useSession(), "create_runs");
  const [chosen, setChosen] = useState<string[]>([]);
  const choose = (run: string, isOn: boolean) =>
    setChosen((old) => (isOn ? [...old.filter((id) => id !== run), run].slice(-2) : old.filter((id) => id !== run)));
  return (
    <>
      <div className="page-title">
        <h1>Runs</h1>
        <div className="tools">
          <button
            type="button"
            disabled={chosen.length !== 2}
            onClick={() => navigate(withQuery("/runs/compare", { a: chosen[0], b: chosen[1] }))}
          >
            Compare two
          </button>
          {mayCreate && (
            <Link to="/runs/new" className="button main">
              New run
            </Link>
          )}
        </div>
      </div>
      <Card title="Runs, newest first" note="Mark two to compare them">
        <Async
          loaded={runs}
          isEmpty={(page) => page.items.length === 0}
          empty={
            <Empty title="There is no run yet">
              <p>
                <Link to="/runs/new">Start one</Link>, or let <Link to="/schedules">a schedule</Link> do it.
              </p>
            </Empty>
          }
        >
          {(page) => (
            <DataTable
              caption="Runs, newest first"
              rows={page.items}
              rowKey={(run) => run.run_id}
              exportName="runs"
              columns={[
                {
                  key: "choose",
                  label: "Mark",
                  text: () => "",
                  show: (run) => (
                    <input
                      type="checkbox"
                      aria-label={`Mark ${run.run_id} for comparison`}
                      checked={chosen.includes(run.run_id)}
                      onChange={(event) => choose(run.run_id, event.target.checked)}
                    />
                  ),
                },
                {
                  key: "run",
                  label: "Run",
                  text: (run) => run.run_id,
                  show: (run) => <Link to={runPage(run.run_id)}>{run.run_id}</Link>,
                },
                {
                  key: "state",
                  label: "State",
                  text: (run) => run.state,
                  show: (run) => (
                    <>
                      <Badge state={run.state} /> {run.is_published && <span className="badge badge-good">published</span>}
                      {run.is_paused && <span className="badge badge-idle">paused</span>}
                    </>
                  ),
                },
                {
                  key: "done",
                  label: "Tasks",
                  isNumber: true,
                  text: (run) => `${number(run.tasks_done)} / ${number(run.task_count)}`,
                  order: (run) => run.tasks_done / Math.max(1, run.task_count),
                },
                {
                  key: "positions",
                  label: "Positions",
                  isNumber: true,
                  text: (run) => number(run.position_count),
                  order: (run) => run.position_count,
                },
                {
                  key: "scenarios",
                  label: "Scenarios",
                  isNumber: true,
                  text: (run) => number(run.scenario_ids.length),
                  order: (run) => run.scenario_ids.length,
                },
                {
                  key: "priority",
                  label: "Priority",
                  isNumber: true,
                  text: (run) => String(run.priority),
                  order: (run) => run.priority,
                },
                { key: "created", label: "Created", text: (run) => moment(run.created_at), order: (run) => run.created_at },
                { key: "by", label: "By", text: (run) => run.created_by },
                { key: "error", label: "Error", text: (run) => run.error ?? "" },
              ]}
            />
          )}
        </Async>
      </Card>
    </>
  );
}
