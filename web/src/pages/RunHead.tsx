import type { ReactNode } from "react";
import { day, number } from "../lib/format";
import { segment } from "../lib/api";
import { useAddress } from "../lib/router";
import { useApi } from "../lib/useApi";
import type { Market, RunDetail } from "../lib/types";
import { Badge } from "../ui/Card";
import { Link } from "../ui/Link";
import { runPage } from "./useRun";

const tabs = [
  { part: "", label: "Overview" },
  { part: "risk", label: "Risk" },
  { part: "cube", label: "Cube" },
  { part: "scenarios", label: "Scenarios" },
  { part: "cash", label: "Cash flows" },
  { part: "what-if", label: "What if" },
  { part: "results", label: "Results" },
  { part: "tasks", label: "Tasks" },
];

/** What every page of a run begins with: which run it is, of which day, in which currency. */
export function RunHead(props: { detail: RunDetail; title?: string; children?: ReactNode }) {
  const { run, request } = props.detail;
  const { path } = useAddress();
  const market = useApi<Market>(`/v1/marketdata/snapshots/${segment(run.market_snapshot_id)}`);
  return (
    <div className="run-head">
      <div className="run-title">
        <h1>{props.title ?? "Portfolio risk"}</h1>
        <Badge state={run.state} />
        {run.is_published && <span className="badge badge-good">published</span>}
        {run.is_paused && <span className="badge badge-idle">paused</span>}
        <div className="tools no-print">{props.children}</div>
      </div>
      <p className="quiet run-facts">
        <span>
          Valuation <strong>{market.data ? day(market.data.valuation_date) : market.problem ? "not known" : "…"}</strong>
        </span>
        <span>
          Reporting in <strong>{request.pricing.reporting_currency}</strong>
        </span>
        <span>
          <strong>{number(run.position_count)}</strong> positions
        </span>
        <span>
          <strong>{run.scenario_ids.length}</strong> scenarios
        </span>
        <span>
          Run <code>{run.run_id}</code>
        </span>
      </p>
      <nav className="tabs no-print" aria-label="Run">
        {tabs.map((tab) => {
          const to = tab.part ? runPage(run.run_id, tab.part) : runPage(run.run_id);
          const isHere = path === to || (tab.part === "" && path === "/");
          return (
            <Link key={tab.part} to={to} aria-current={isHere ? "page" : undefined}>
              {tab.label}
            </Link>
          );
        })}
      </nav>
    </div>
  );
}
