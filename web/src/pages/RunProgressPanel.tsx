import { useEffect, useRef, useState } from "react";
import { change } from "../lib/api";
import { duration, number } from "../lib/format";
import { Problem } from "../lib/problem";
import { useSetting } from "../lib/router";
import { asksForNames, may, useSession } from "../lib/session";
import type { Run, RunDetail, RunProgress } from "../lib/types";
import { Card } from "../ui/Card";
import { ActionButton, TextField } from "../ui/Field";
import { ProblemNote } from "../ui/State";
import { runPath } from "./useRun";

/** The progress of a run as the server tells it, until it ends. */
function useProgress(run: string, onEnd: () => void) {
  const [progress, setProgress] = useState<RunProgress | null>(null);
  const [isCut, setCut] = useState(false);
  const end = useRef(onEnd);
  end.current = onEnd;
  useEffect(() => {
    const source = new EventSource(runPath(run, "events"));
    let first = true;
    source.addEventListener("progress", (event) => {
      const next = JSON.parse(event.data) as RunProgress;
      setCut(false);
      setProgress(next);
      const isOver = next.state === "SUCCEEDED" || next.state === "FAILED" || next.state === "CANCELLED";
      if (isOver) source.close();
      // What was over from the start is shown as it is already.
      if (isOver && !first) end.current();
      first = false;
    });
    // The browser comes back by itself, until the server says that there is no more.
    source.onerror = () => setCut(source.readyState !== EventSource.CLOSED);
    return () => source.close();
  }, [run]);
  return { progress, isCut };
}

export function RunProgressPanel(props: { run: Run; onEnd: () => void }) {
  const { progress, isCut } = useProgress(props.run.run_id, props.onEnd);
  const tasks = progress?.tasks;
  const error = progress?.error ?? props.run.error;
  return (
    <Card title="Progress">
      {error && <ProblemNote problem={new Problem(0, "The run has stopped", `${error}. Requeue gives its dead tasks another chance.`)} />}
      {isCut && <p className="quiet">The connection is cut; trying again.</p>}
      {progress && tasks && (
        <>
          <progress max={progress.position_count} value={progress.positions_done} aria-label="Positions done" />
          <p className="run-facts">
            <span>
              <strong>{number(progress.positions_done)}</strong> of {number(progress.position_count)} positions
            </span>
            <span>
              tasks: <strong>{tasks.succeeded}</strong> done, <strong>{tasks.running}</strong> running,{" "}
              <strong>{tasks.queued}</strong> waiting, <strong>{tasks.failed}</strong> to be tried again,{" "}
              <strong>{tasks.dead}</strong> dead
            </span>
            <span>{duration(progress.elapsed_milliseconds)}</span>
          </p>
          {tasks.running === 0 && tasks.queued > 0 && !progress.is_paused && (
            <p className="quiet">
              Nothing is working on it. If it stays so, start a worker: <code>tenor worker</code>
            </p>
          )}
        </>
      )}
    </Card>
  );
}

/** What can be done with a run in its state. */
export function RunActions(props: { detail: RunDetail; reload: () => void }) {
  const { run } = props.detail;
  const [isPublishing, setPublishing] = useSetting("publish");
  const [name, setName] = useState("");
  const session = useSession();
  const asksName = asksForNames(session);
  const maySteer = may(session, "steer_runs");
  const act = (verb: string) => async () => {
    await change("POST", runPath(run.run_id, verb), {});
    props.reload();
  };
  const publish = async () => {
    await change("POST", runPath(run.run_id, "publish"), asksName ? { published_by: name.trim() } : {});
    setPublishing("");
    props.reload();
  };
  const isOpen = run.state === "QUEUED" || run.state === "RUNNING";
  return (
    <>
      {maySteer && isOpen && !run.is_paused && <ActionButton run={act("pause")}>Pause</ActionButton>}
      {maySteer && isOpen && run.is_paused && <ActionButton run={act("resume")}>Resume</ActionButton>}
      {maySteer && run.state === "FAILED" && (
        <ActionButton run={act("requeue")} isMain>
          Requeue
        </ActionButton>
      )}
      {maySteer && (isOpen || run.state === "FAILED") && (
        <ActionButton run={act("cancel")} confirm="Cancel it for good?">
          Cancel
        </ActionButton>
      )}
      {may(session, "publish_runs") && run.state === "SUCCEEDED" && !run.is_published && !isPublishing && (
        <button type="button" onClick={() => setPublishing("1")}>
          Publish…
        </button>
      )}
      {isPublishing && !run.is_published && (
        <span className="bar">
          {asksName && <TextField label="Published by" value={name} onChange={setName} />}
          <ActionButton run={publish} isMain isDisabled={asksName && name.trim() === ""} confirm="Freeze it for good?">
            Publish
          </ActionButton>
        </span>
      )}
    </>
  );
}
