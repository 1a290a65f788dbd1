import { withQuery } from "../lib/api";
import { duration, number } from "../lib/format";
import { useSetting } from "../lib/router";
import { useAll } from "../lib/useApi";
import type { Task } from "../lib/types";
import { Badge, Card } from "../ui/Card";
import { DataTable } from "../ui/DataTable";
import { Select } from "../ui/Field";
import { Async, Empty } from "../ui/State";
import { RunHead } from "./RunHead";
import { runPath, useRun } from "./useRun";

const states = ["QUEUED", "RUNNING", "SUCCEEDED", "FAILED", "DEAD"];

export function TasksPage(props: { run: string }) {
  const detail = useRun(props.run);
  const [state, setState] = useSetting("state");
  const tasks = useAll<Task>(withQuery(runPath(props.run, "tasks"), { state }));
  return (
    <Async loaded={detail} title="Tasks">
      {(found) => (
        <>
          <RunHead detail={found} title="Tasks" />
          <Card
            title="Tasks"
            tools={
              <Select
                label="State"
                value={state}
                choices={[{ value: "", label: "All" }, ...states.map((name) => ({ value: name, label: name.toLowerCase() }))]}
                onChange={setState}
              />
            }
          >
            <Async
              loaded={tasks}
              isEmpty={(list) => list.length === 0}
              empty={
                <Empty title="No task in this state">
                  <p>Choose another state above.</p>
                </Empty>
              }
            >
              {(list) => (
                <DataTable
                  caption="Tasks of the run"
                  rows={list}
                  rowKey={(task) => String(task.task_number)}
                  exportName={`${props.run} tasks`}
                  columns={[
                    {
                      key: "number",
                      label: "Task",
                      isNumber: true,
                      text: (task) => String(task.task_number),
                      order: (task) => task.task_number,
                    },
                    { key: "kind", label: "Kind", text: (task) => task.kind.toLowerCase() },
                    { key: "product", label: "Product", text: (task) => task.product_type ?? "" },
                    {
                      key: "positions",
                      label: "Positions",
                      isNumber: true,
                      text: (task) => number(task.position_count),
                      order: (task) => task.position_count,
                    },
                    { key: "state", label: "State", text: (task) => task.state, show: (task) => <Badge state={task.state} /> },
                    {
                      key: "attempts",
                      label: "Attempts",
                      isNumber: true,
                      text: (task) => String(task.attempts),
                      order: (task) => task.attempts,
                    },
                    { key: "worker", label: "Worker", text: (task) => task.worker ?? "" },
                    {
                      key: "time",
                      label: "Time",
                      isNumber: true,
                      text: (task) => (task.elapsed_milliseconds === undefined ? "" : duration(task.elapsed_milliseconds)),
                      order: (task) => task.elapsed_milliseconds,
                    },
                    { key: "error", label: "Last error", text: (task) => task.error ?? "" },
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
