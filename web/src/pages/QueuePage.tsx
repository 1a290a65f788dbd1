import { useState } from "react";
import { change } from "../lib/api";
import { moment, number } from "../lib/format";
import type { Page, Run } from "../lib/types";
import { useApi } from "../lib/useApi";
import { Badge, Card } from "../ui/Card";
import { DataTable } from "../ui/DataTable";
import { ActionButton } from "../ui/Field";
import { Link } from "../ui/Link";
import { Async, Empty } from "../ui/State";
import { runPage, runPath } from "./useRun";
import { useMetrics } from "./useMetrics";

/** What waits, what runs, and whose turn it is. */
export function QueuePage() {
  const runs = useApi<Page<Run>>("/v1/runs?limit=500", 5000);
  const metrics = useMetrics();
  return (
    <>
      <h1>Queue</h1>
      <Card title="Runs that wait or run">
        <Async loaded={runs}>
          {(page) => {
            const open = page.items.filter((run) => run.state === "QUEUED" || run.state === "RUNNING");
            if (open.length === 0) {
              return (
                <Empty title="Nothing waits">
                  <p>
                    <Link to="/runs/new">Start a run</Link> or look at <Link to="/runs">those that are done</Link>.
                  </p>
                </Empty>
              );
            }
            return (
              <DataTable
                caption="Open runs"
                rows={open}
                rowKey={(run) => run.run_id}
                columns={[
                  {
                    key: "run",
                    label: "Run",
                    text: (run) => run.run_id,
                    show: (run) => <Link to={runPage(run.run_id)}>{run.run_id}</Link>,
                  },
                  { key: "state", label: "State", text: (run) => run.state, show: (run) => <Badge state={run.is_paused ? "paused" : run.state} /> },
                  {
                    key: "tasks",
                    label: "Tasks",
                    isNumber: true,
                    text: (run) => `${number(run.tasks_done)} / ${number(run.task_count)}`,
                    order: (run) => run.task_count - run.tasks_done,
                  },
                  { key: "created", label: "Created", text: (run) => moment(run.created_at), order: (run) => run.created_at },
                  {
                    key: "priority",
                    label: "Priority",
                    text: (run) => String(run.priority),
                    order: (run) => run.priority,
                    show: (run) => <Priority key={`${run.run_id} ${run.priority}`} run={run} reload={runs.reload} />,
                  },
                ]}
              />
            );
          }}
        </Async>
      </Card>
      <Card title="Figures" note="as monitoring reads them; every 10 s">
        <Async loaded={metrics}>
          {(samples) => (
            <DataTable
              caption="Figures of queue, schedules and database"
              rows={samples.filter((sample) => /^tenor_(queue|run|schedule|database|worker)/.test(sample.name))}
              rowKey={(sample) => `${sample.name} ${JSON.stringify(sample.labels)}`}
              exportName="queue figures"
              columns={[
                { key: "name", label: "Figure", text: (sample) => sample.name, show: (sample) => <code>{sample.name}</code> },
                { key: "labels", label: "Of", text: (sample) => Object.values(sample.labels).join(", ") },
                {
                  key: "value",
                  label: "Value",
                  isNumber: true,
                  text: (sample) => number(sample.value, Number.isInteger(sample.value) ? 0 : 3),
                  order: (sample) => sample.value,
                },
                { key: "help", label: "Meaning", text: (sample) => sample.help },
              ]}
            />
          )}
        </Async>
      </Card>
    </>
  );
}

function Priority(props: { run: Run; reload: () => void }) {
  const [text, setText] = useState(String(props.run.priority));
  const save = async () => {
    const body: Record<string, number> = { priority: Number(text) };
    if (props.run.max_running !== undefined) body["max_running"] = props.run.max_running;
    await change("PUT", runPath(props.run.run_id, "queueing"), body);
    props.reload();
  };
  return (
    <span className="bar">
      <input
        type="number"
        className="narrow"
        aria-label={`Priority of ${props.run.run_id}`}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {text !== String(props.run.priority) && <ActionButton run={save}>Set</ActionButton>}
    </span>
  );
}
