import { segment } from "../lib/api";
import { bytes, moment, number } from "../lib/format";
import type { MarketLineage } from "../lib/types";
import { useApi } from "../lib/useApi";
import { Badge, Card } from "../ui/Card";
import { DataTable } from "../ui/DataTable";
import { Link } from "../ui/Link";
import { Async } from "../ui/State";

/** Who brought a market snapshot, in which files, and the runs that use it. */
export function MarketLineageCard(props: { path: string }) {
  const lineage = useApi<MarketLineage>(`${props.path}/lineage`);
  return (
    <Async loaded={lineage}>
      {(found) => (
        <Card title="Lineage" note={`${number(found.run_count)} ${found.run_count === 1 ? "run uses" : "runs use"} it`}>
          <ul className="small lineage">
            {found.uploads.map((upload) => (
              <li key={`${upload.uploaded_by} ${upload.uploaded_at}`}>
                Brought by <strong>{upload.uploaded_by}</strong>, {moment(upload.uploaded_at)}
                {upload.import_id && (
                  <>
                    , by <Link to={`/import?import=${segment(upload.import_id)}`}>import {upload.import_id}</Link>
                  </>
                )}
                <ul>
                  {upload.files.map((file) => (
                    <li key={file.name}>
                      {file.name}, {bytes(file.byte_count)}, SHA-256 <code>{file.sha256.slice(0, 16)}…</code>
                    </li>
                  ))}
                </ul>
              </li>
            ))}
          </ul>
          {found.runs.length > 0 && (
            <DataTable
              caption="Runs that use it"
              rows={found.runs}
              rowKey={(run) => run.run_id}
              exportName="runs of the market"
              columns={[
                {
                  key: "run",
                  label: "Run",
                  text: (run) => run.run_id,
                  show: (run) => <Link to={`/runs/${segment(run.run_id)}`}>{run.run_id}</Link>,
                },
                { key: "state", label: "State", text: (run) => run.state, show: (run) => <Badge state={run.state} /> },
                { key: "published", label: "Published", text: (run) => (run.is_published ? "yes" : "no") },
                { key: "by", label: "Created by", text: (run) => run.created_by },
                { key: "at", label: "Created", text: (run) => moment(run.created_at), order: (run) => run.created_at },
              ]}
            />
          )}
        </Card>
      )}
    </Async>
  );
}
