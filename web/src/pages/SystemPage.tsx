import { useApi } from "../lib/useApi";
import type { Page, Run, RunDetail } from "../lib/types";
import { number } from "../lib/format";
import { Badge, Card, Facts } from "../ui/Card";
import { DataTable } from "../ui/DataTable";
import { Link } from "../ui/Link";
import { Async } from "../ui/State";
import type { OpenAPI } from "./openApi";
import { runPath } from "./useRun";
import { useMetrics } from "./useMetrics";

type Health = { status: string };
type Operation = { method: string; path: string; summary: string; requests: number };

/** Whether the services are well, what they are, and what they have been asked. */
export function SystemPage() {
  const live = useApi<Health>("/health/live", 10_000);
  const ready = useApi<Health>("/health/ready", 10_000);
  const document_ = useApi<OpenAPI>("/openapi.json");
  const metrics = useMetrics();
  const runs = useApi<Page<Run>>("/v1/runs?limit=1");
  const newest = runs.data?.items[0]?.run_id;
  const detail = useApi<RunDetail>(newest ? runPath(newest) : null);
  return (
    <>
      <h1>System</h1>
      <div className="grid-2">
        <Card title="Health">
          <Async loaded={live}>{(health) => <Facts rows={[["Server", <Badge key="live" state={health.status} />]]} />}</Async>
          <Async loaded={ready}>
            {(health) => <Facts rows={[["Database", <Badge key="ready" state={health.status} />]]} />}
          </Async>
        </Card>
        <Card title="Versions">
          <Async loaded={document_}>
            {(document) => (
              <Facts
                rows={[
                  ["Services", `${document.info.title}, interface version ${document.info.version}`],
                  ["Code of the newest run", detail.data?.request.code_version ?? "–"],
                  [
                    "Interface",
                    <span key="openapi">
                      <Link to="/api">every operation, to be tried</Link>, or <a href="/openapi.json">openapi.json</a>
                    </span>,
                  ],
                  ["Figures for Prometheus", <a key="metrics" href="/metrics">metrics</a>],
                  ["Licences", <a key="notice" href="/NOTICE.txt">NOTICE.txt</a>],
                ]}
              />
            )}
          </Async>
        </Card>
      </div>
      <Card title="Operations" note="requests answered since the server started">
        <Async loaded={document_}>
          {(document) => {
            const counted = (metrics.data ?? []).filter((sample) => /requests?_total$|_duration_seconds_count$/.test(sample.name));
            const rows: Operation[] = Object.entries(document.paths).flatMap(([path, methods]) =>
              Object.entries(methods)
                .filter(([method]) => ["get", "post", "put", "patch", "delete"].includes(method))
                .map(([method, operation]) => ({
                  method: method.toUpperCase(),
                  path,
                  summary: operation.summary ?? "",
                  requests: counted
                    .filter((sample) => Object.values(sample.labels).includes(path) && Object.values(sample.labels).includes(method.toUpperCase()))
                    .filter((sample, _, all) => sample.name === all[0]!.name)
                    .reduce((sum, sample) => sum + sample.value, 0),
                })),
            );
            return (
              <DataTable
                caption="Operations of the services"
                rows={rows}
                rowKey={(row) => `${row.method} ${row.path}`}
                columns={[
                  { key: "method", label: "Method", text: (row) => row.method },
                  { key: "path", label: "Address", text: (row) => row.path, show: (row) => <code>{row.path}</code> },
                  { key: "summary", label: "What it does", text: (row) => row.summary },
                  { key: "requests", label: "Requests", isNumber: true, text: (row) => number(row.requests), order: (row) => row.requests },
                ]}
              />
            );
          }}
        </Async>
      </Card>
    </>
  );
}
