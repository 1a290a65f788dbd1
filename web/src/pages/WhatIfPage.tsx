import { useMemo } from "react";
import { ask, withQuery } from "../lib/api";
import { measureInfo } from "../lib/measures";
import { setSettings, useSetting } from "../lib/router";
import { may, useSession } from "../lib/session";
import type { RunDetail } from "../lib/types";
import { useLoad } from "../lib/useApi";
import { changeText, readChanges, writeChanges } from "../lib/whatIf";
import type { Change, WhatIfAnswer } from "../lib/whatIf";
import { Card } from "../ui/Card";
import { Select } from "../ui/Field";
import { Async, Empty } from "../ui/State";
import { ChangeForm } from "./ChangeForm";
import { RunHead } from "./RunHead";
import { WhatIfLimits } from "./WhatIfLimits";
import { WhatIfTotals } from "./WhatIfTotals";
import { plainMeasures, runPage, runPath, useRun } from "./useRun";

/** The address of the page with some changes. */
export function whatIfPage(run: string, changes: readonly Change[]): string {
  return withQuery(runPage(run, "what-if"), { changes: writeChanges(changes) });
}

/** What positions added, removed and resized would make of a run, and of how it stands against limits. */
export function WhatIfPage(props: { run: string }) {
  const detail = useRun(props.run);
  const mayAsk = may(useSession(), "create_runs");
  return (
    <Async loaded={detail} title="What if">
      {(found) => (
        <>
          <RunHead detail={found} title="What if" />
          {found.run.state !== "SUCCEEDED" ? (
            <Empty title="The run has no results yet">
              <p>Ask again when it has succeeded.</p>
            </Empty>
          ) : mayAsk ? (
            <Question detail={found} />
          ) : (
            <Empty title="You may not ask what if">
              <p>The roles admin, analyst and trader may, for the whole book.</p>
            </Empty>
          )}
        </>
      )}
    </Async>
  );
}

function Question(props: { detail: RunDetail }) {
  const { detail } = props;
  const [text] = useSetting("changes");
  const changes = useMemo(() => readChanges(text), [text]);
  const set = (next: readonly Change[]) => setSettings({ changes: writeChanges(next) });
  const measures = plainMeasures(detail).filter((measure) => measureInfo(measure)?.aggregation !== "NONE");
  const body = changes.length === 0 ? null : JSON.stringify({ changes, measures, limits: true });
  const answer = useLoad<WhatIfAnswer>(body, (asked) =>
    ask<WhatIfAnswer>(runPath(detail.run.run_id, "what-if"), JSON.parse(asked)),
  );
  return (
    <>
      <Card title="Changes of the book" note="one after another; nothing is stored, and the address holds them all">
        {changes.length > 0 && (
          <ol className="changes">
            {changes.map((change, index) => (
              <li key={`${index} ${JSON.stringify(change)}`}>
                {changeText(change)}{" "}
                <button
                  type="button"
                  className="plain small no-print"
                  aria-label={`Take back change ${index + 1}`}
                  onClick={() => set(changes.filter((_, place) => place !== index))}
                >
                  Take back
                </button>
              </li>
            ))}
          </ol>
        )}
        <ChangeForm snapshot={detail.run.position_snapshot_id} add={(change) => set([...changes, change])} />
      </Card>
      {changes.length === 0 ? (
        <Empty title="Nothing is changed yet">
          <p>
            Remove, resize or add a position above to see every total and every limit before and after. A position&rsquo;s own
            page leads here, too.
          </p>
        </Empty>
      ) : (
        <Async loaded={answer}>{(found) => <Answer detail={detail} answer={found} />}</Async>
      )}
    </>
  );
}

function Answer(props: { detail: RunDetail; answer: WhatIfAnswer }) {
  const { answer } = props;
  const nodes = useMemo(() => [...new Set(answer.items.map((item) => item.node))], [answer]);
  const [asked, setNode] = useSetting("node");
  const node = nodes.includes(asked) ? asked : (nodes[0] ?? "");
  return (
    <>
      <div className="bar no-print">
        <Select
          label="Portfolio"
          value={node}
          choices={nodes.map((value) => ({ value, label: value || "everything" }))}
          onChange={setNode}
        />
      </div>
      <WhatIfTotals detail={props.detail} answer={answer} node={node} />
      <WhatIfLimits limits={answer.limits ?? []} name={`${props.detail.run.run_id} what-if limits`} />
    </>
  );
}
