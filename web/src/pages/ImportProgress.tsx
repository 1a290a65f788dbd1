import { useEffect, useRef, useState } from "react";
import { segment } from "../lib/api";
import { number } from "../lib/format";
import { Problem } from "../lib/problem";
import type { Import, ImportRejection, Page } from "../lib/types";
import { useApi } from "../lib/useApi";
import { Badge, Card } from "../ui/Card";
import { DataTable } from "../ui/DataTable";
import { Link } from "../ui/Link";
import { Async, ProblemNote } from "../ui/State";

const rejectionsShown = 500;

/** An import as the server tells it, until it ends; then what came of it. */
export function ImportProgress(props: { id: string; onEnd: () => void }) {
  const path = `/v1/imports/${segment(props.id)}`;
  const [found, setFound] = useState<Import | null>(null);
  const first = useApi<Import>(path);
  const end = useRef(props.onEnd);
  end.current = props.onEnd;
  useEffect(() => {
    const source = new EventSource(`${path}/events`);
    source.addEventListener("import", (event) => {
      const next = JSON.parse(event.data) as Import;
      setFound(next);
      if (next.state === "RUNNING") return;
      source.close();
      end.current();
    });
    return () => source.close();
  }, [path]);
  const shown = found ?? first.data;
  if (!shown) return <Async loaded={first}>{() => null}</Async>;
  return (
    <Card
      title={`Import ${shown.import_id}: ${shown.file.name}`}
      note={shown.is_dry_run ? "a check: nothing is stored" : shown.kind}
      tools={<Badge state={shown.state} />}
    >
      <p role="status">
        <strong>{number(shown.rows.read)}</strong> rows read, <strong>{number(shown.rows.accepted)}</strong> good,{" "}
        <strong>{number(shown.rows.rejected)}</strong> with mistakes
      </p>
      {shown.state === "RUNNING" && <progress aria-label="Reading" />}
      {shown.problem && <ProblemNote problem={new Problem(0, "Nothing is stored", shown.problem)} />}
      <Outcome of={shown} />
      {shown.state !== "RUNNING" && shown.rejections_kept > 0 && <Rejections of={shown} path={path} />}
    </Card>
  );
}

function Outcome(props: { of: Import }) {
  const { result, kind } = props.of;
  if (!result) return null;
  const known = result.is_new ? "" : "; it was there already";
  if (result.snapshot_id) {
    const list = kind === "market" ? "market" : "positions";
    return (
      <p>
        Stored as <Link to={`/${list}/${segment(result.snapshot_id)}`}>a snapshot</Link>
        {known}
        {(result.finding_count ?? 0) > 0 && "; a person has to review it before runs use it"}
      </p>
    );
  }
  if (result.scenario_set) {
    return (
      <p>
        Stored as <Link to={`/scenario-sets/${segment(result.scenario_set.split("@")[0] ?? "")}`}>{result.scenario_set}</Link>
        {known}
      </p>
    );
  }
  const changed = result.changed_count === undefined ? "" : `, ${number(result.changed_count)} changed`;
  return (
    <p>
      {number(result.new_count ?? 0)} new{changed}
    </p>
  );
}

function Rejections(props: { of: Import; path: string }) {
  const page = useApi<Page<ImportRejection>>(`${props.path}/rejections?limit=${rejectionsShown}`);
  const file = (format: string) => `${props.path}/rejections/export?format=${format}`;
  return (
    <Async loaded={page}>
      {(found) => (
        <>
          <DataTable
            caption="Mistakes"
            rows={found.items}
            rowKey={(row) => String(row.number)}
            columns={[
              {
                key: "line",
                label: "Line",
                isNumber: true,
                text: (row) => (row.line === undefined ? "" : number(row.line)),
                order: (row) => row.line,
              },
              { key: "row", label: "Row", isNumber: true, text: (row) => number(row.row), order: (row) => row.row },
              { key: "field", label: "Field", text: (row) => row.field ?? "" },
              { key: "value", label: "Value", text: (row) => row.value ?? "" },
              { key: "problem", label: "Mistake", text: (row) => row.problem },
              { key: "fix", label: "What to do", text: (row) => row.fix },
            ]}
          />
          <p className="small">
            {props.of.rows.rejected > found.items.length && <>The first {number(found.items.length)} are shown. </>}
            Download them as <a href={file("csv")}>CSV</a> or <a href={file("json")}>JSON</a>
          </p>
        </>
      )}
    </Async>
  );
}
