import { reasonText } from "../lib/cells";
import { number } from "../lib/format";
import { boundsText, figureText, figureValue, limitPage } from "../lib/limits";
import type { LimitEvaluation, RunLimits } from "../lib/types";
import { useApi } from "../lib/useApi";
import { Badge, Card } from "../ui/Card";
import { DataTable } from "../ui/DataTable";
import { Link } from "../ui/Link";
import { Async, Empty } from "../ui/State";
import { Acknowledge } from "./Acknowledge";
import { runPath } from "./useRun";

const order = ["BREACH", "WARNING", "CANNOT_TELL", "OK"];

/** How a run stands against limits, the worst first. */
export function LimitsCard(props: { run: string }) {
  const limits = useApi<RunLimits>(runPath(props.run, "limits"));
  return (
    <Card title="Limits" note="Found when first asked, and kept with the run">
      <Async
        loaded={limits}
        isEmpty={(found) => found.items.length === 0}
        empty={
          <Empty title="No limit is in force">
            <p>
              <Link to="/limits">Propose one</Link>; it counts when another person has approved it.
            </p>
          </Empty>
        }
      >
        {(found) => (
          <>
            <LimitsTable run={props.run} items={found.items} />
            <Acknowledge run={props.run} items={worstFirst(found.items)} done={limits.reload} />
          </>
        )}
      </Async>
    </Card>
  );
}

function worstFirst(items: readonly LimitEvaluation[]): LimitEvaluation[] {
  return [...items].sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status));
}

function LimitsTable(props: { run: string; items: LimitEvaluation[] }) {
  const rows = worstFirst(props.items);
  const name = (row: LimitEvaluation) => row.limit + (row.is_in_force ? "" : ` (version ${row.version}, not in force)`);
  const last = (row: LimitEvaluation) => row.acknowledgements[row.acknowledgements.length - 1];
  const value = (row: LimitEvaluation) => (row.value === undefined ? "" : figureValue(row.definition.figure, row.value));
  return (
    <DataTable
      caption="Limits"
      rows={rows}
      rowKey={(row) => `${row.limit} ${row.version}`}
      exportName={`${props.run} limits`}
      columns={[
        { key: "limit", label: "Limit", text: name, show: (row) => <Link to={limitPage(row.limit)}>{name(row)}</Link> },
        {
          key: "status",
          label: "Status",
          text: (row) => row.status,
          order: (row) => order.indexOf(row.status),
          show: (row) => <Badge state={row.status} />,
        },
        { key: "node", label: "Portfolio", text: (row) => row.definition.node || "everything" },
        { key: "figure", label: "Figure", text: (row) => figureText(row.definition.figure) },
        {
          key: "value",
          label: "Value",
          isNumber: true,
          text: value,
          order: (row) => row.value,
          show: (row) => value(row) || <span className="quiet">{row.reason ? reasonText(row.reason) : "–"}</span>,
        },
        { key: "bounds", label: "Bounds", text: (row) => boundsText(row.definition) },
        {
          key: "gaps",
          label: "Without",
          isNumber: true,
          text: (row) => `${number(row.gap_count)} of ${number(row.position_count)}`,
          order: (row) => row.gap_count,
        },
        {
          key: "seen",
          label: "Seen",
          text: (row) => {
            const note = last(row);
            return note ? `${note.by}: ${note.comment}` : "";
          },
        },
      ]}
    />
  );
}
