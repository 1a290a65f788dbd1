import { withQuery } from "../lib/api";
import { reasonText } from "../lib/cells";
import { number, percent } from "../lib/format";
import { useSetting } from "../lib/router";
import type { Contributions, RunDetail } from "../lib/types";
import { useApi } from "../lib/useApi";
import { Card } from "../ui/Card";
import { DataTable } from "../ui/DataTable";
import { Select } from "../ui/Field";
import { Async } from "../ui/State";
import { baseScenario, hasMeasure, runPath } from "./useRun";

const names: Record<string, string> = { PV: "Value", DV01: "DV01", CS01: "CS01", PROFIT: "Scenario P&L" };

type Row = { part: string; amount?: number | undefined; share?: number | undefined; why?: string | undefined };

/** What the children of a node, or its products, contribute to its total. */
export function ContributionCard(props: { detail: RunDetail; node: string; scenario: string }) {
  const { detail, node, scenario } = props;
  const quantities = ["PV", "DV01", "CS01"].filter((measure) => hasMeasure(detail, measure));
  if (quantities.includes("PV") && scenario !== baseScenario(detail)) quantities.push("PROFIT");
  const [asked, setQuantity] = useSetting("contribution", quantities[0] ?? "PV");
  const quantity = quantities.includes(asked) ? asked : (quantities[0] ?? "PV");
  const [by, setBy] = useSetting("contribution-by", "node");
  const loaded = useApi<Contributions>(
    withQuery(runPath(detail.run.run_id, "risk", "contributions"), { node, by, quantity, scenario, limit: 1000 }),
  );
  return (
    <Card
      title="Contribution"
      note={`${node}, ${detail.request.pricing.reporting_currency}, ${scenario}`}
      tools={
        <>
          <Select
            label="Of"
            value={quantity}
            choices={quantities.map((value) => ({ value, label: names[value] ?? value }))}
            onChange={setQuantity}
          />
          <Select
            label="By"
            value={by}
            choices={[
              { value: "node", label: "Portfolio" },
              { value: "product_type", label: "Product" },
            ]}
            onChange={setBy}
          />
        </>
      }
    >
      <Async loaded={loaded}>
        {(found) => (
          <DataTable
            caption={`Contribution to ${names[quantity] ?? quantity} of ${node}`}
            rows={rows(found, node)}
            rowKey={(row) => row.part}
            exportName={`${detail.run.run_id} contribution`}
            columns={[
              { key: "part", label: by === "node" ? "Portfolio" : "Product", text: (row) => row.part },
              {
                key: "amount",
                label: "Amount",
                isNumber: true,
                text: (row) => (row.amount === undefined ? "" : number(row.amount)),
                order: (row) => row.amount,
                show: (row) =>
                  row.amount === undefined ? <span className="quiet" title={row.why}>–</span> : number(row.amount),
              },
              {
                key: "share",
                label: "Share",
                isNumber: true,
                text: (row) => (row.share === undefined ? "" : percent(row.share, 1)),
                order: (row) => row.share,
              },
            ]}
          />
        )}
      </Async>
    </Card>
  );
}

/** The parts, what is in none of them where there is something, and the whole. */
function rows(found: Contributions, node: string): Row[] {
  const parts: Row[] = found.items.map((item) => ({
    part: item.part,
    amount: item.amount,
    share: item.share,
    why: item.reason && reasonText(item.reason),
  }));
  const rest = found.remainder;
  // A remainder that only rounding leaves is not shown.
  if (rest && Math.abs(rest.amount) >= 0.5) parts.push({ part: `${node} itself`, amount: rest.amount, share: rest.share });
  return [
    ...parts,
    { part: "All", amount: found.total, share: found.total ? 1 : undefined, why: found.reason && reasonText(found.reason) },
  ];
}
