import { useApi } from "../lib/useApi";
import type { Page, Run } from "../lib/types";
import { Async, Empty } from "../ui/State";
import { Link } from "../ui/Link";
import { OverviewPage } from "./OverviewPage";

/** The newest run that has its results, else the newest. */
export function LatestPage() {
  const runs = useApi<Page<Run>>("/v1/runs?limit=50");
  return (
    <Async
      loaded={runs}
      title="Portfolio risk"
      isEmpty={(page) => page.items.length === 0}
      empty={
        <>
          <h1>Portfolio risk</h1>
          <Empty title="There is no run yet">
            <p>Import a market, instruments and positions, then ask for a run:</p>
            <pre>
              tenor import market FOLDER{"\n"}tenor import instruments FILE{"\n"}tenor import positions FILE --as-of DATE
            </pre>
            <p>
              With these in place, <Link to="/runs/new">start a run</Link>; a worker (tenor worker) prices it.
            </p>
          </Empty>
        </>
      }
    >
      {(page) => {
        const run = page.items.find((candidate) => candidate.state === "SUCCEEDED") ?? page.items[0];
        return run && <OverviewPage run={run.run_id} />;
      }}
    </Async>
  );
}
