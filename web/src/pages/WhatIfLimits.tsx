import { reasonText } from "../lib/cells";
import { boundsText, figureText, figureValue, limitPage } from "../lib/limits";
import type { LimitComparison, LimitFinding } from "../lib/whatIf";
import { Badge, Card } from "../ui/Card";
import { DataTable } from "../ui/DataTable";
import { Link } from "../ui/Link";
import { Empty } from "../ui/State";

const severity = ["BREACH", "CANNOT_TELL", "WARNING", "OK"];

/** Every limit in force before and after the changes: those that come to stand worse first. */
export function WhatIfLimits(props: { limits: LimitComparison[]; name: string }) {
  const rank = (finding: LimitFinding) => severity.indexOf(finding.status);
  const rows = [...props.limits].sort(
    (a, b) => rank(a.after) - rank(b.after) || rank(b.before) - rank(a.before) || a.limit.localeCompare(b.limit),
  );
  const text = (row: LimitComparison, finding: LimitFinding) =>
    finding.value === undefined ? "" : figureValue(row.definition.figure, finding.value);
  const value = (key: string, label: string, side: (row: LimitComparison) => LimitFinding) => ({
    key,
    label,
    isNumber: true,
    text: (row: LimitComparison) => text(row, side(row)),
    order: (row: LimitComparison) => side(row).value,
    show: (row: LimitComparison) => {
      const { reason } = side(row);
      return text(row, side(row)) || <span className="quiet reason">{reason ? reasonText(reason) : "–"}</span>;
    },
  });
  const status = (key: string, label: string, side: (row: LimitComparison) => LimitFinding) => ({
    key,
    label,
    text: (row: LimitComparison) => side(row).status,
    order: (row: LimitComparison) => rank(side(row)),
    show: (row: LimitComparison) => <Badge state={side(row).status} />,
  });
  return (
    <Card title="Limits before and after" note="those in force; nothing is stored">
      {rows.length === 0 ? (
        <Empty title="No limit is in force">
          <p>
            <Link to="/limits">Propose one</Link>; it counts when another person has approved it.
          </p>
        </Empty>
      ) : (
        <DataTable
          caption="Limits before and after"
          rows={rows}
          rowKey={(row) => row.limit}
          exportName={props.name}
          rowClass={(row) => (row.before.status === row.after.status ? "" : "differs")}
          columns={[
            {
              key: "limit",
              label: "Limit",
              text: (row) => row.limit,
              show: (row) => <Link to={limitPage(row.limit)}>{row.limit}</Link>,
            },
            status("was", "Before", (row) => row.before),
            status("is", "After", (row) => row.after),
            value("before", "Value before", (row) => row.before),
            value("after", "Value after", (row) => row.after),
            { key: "bounds", label: "Bounds", text: (row) => boundsText(row.definition) },
            { key: "node", label: "Portfolio", text: (row) => row.definition.node || "everything" },
            { key: "figure", label: "Figure", text: (row) => figureText(row.definition.figure) },
          ]}
        />
      )}
    </Card>
  );
}
