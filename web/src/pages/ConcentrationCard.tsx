import { withQuery } from "../lib/api";
import { number, percent } from "../lib/format";
import { useSetting } from "../lib/router";
import type { Concentration, RunDetail } from "../lib/types";
import { useApi } from "../lib/useApi";
import { Card } from "../ui/Card";
import { DataTable } from "../ui/DataTable";
import { Select } from "../ui/Field";
import { Async, Empty } from "../ui/State";
import { runPath } from "./useRun";

const attributes: Record<string, string> = {
  currency: "Currency",
  product_type: "Product",
  node: "Portfolio",
  instrument: "Instrument",
  issuer: "Issuer",
  country: "Country of risk",
  sector: "Sector",
  rating: "Rating",
};

/** How the value of a node is spread: the largest groups, and how many equal ones would be as concentrated. */
export function ConcentrationCard(props: { detail: RunDetail; node: string; scenario: string }) {
  const { detail, node, scenario } = props;
  const [asked, setAttribute] = useSetting("attribute", "currency");
  const attribute = asked in attributes ? asked : "currency";
  const loaded = useApi<Concentration>(
    withQuery(runPath(detail.run.run_id, "risk", "concentration"), { node, attribute, scenario }),
  );
  return (
    <Card
      title="Concentration"
      note={`Value of ${node}, ${detail.request.pricing.reporting_currency}, ${scenario}`}
      tools={
        <Select
          label="Group by"
          value={attribute}
          choices={Object.entries(attributes).map(([value, label]) => ({ value, label }))}
          onChange={setAttribute}
        />
      }
    >
      <Async
        loaded={loaded}
        isEmpty={(found) => found.herfindahl === undefined}
        empty={<Empty title="Nothing here has a value" />}
      >
        {(found) => (
          <>
            <p className="quiet small">
              {number(found.group_count ?? 0)} groups, as concentrated as {number(found.effective_count ?? 0, 1)} equal
              ones: Herfindahl index {number(found.herfindahl ?? 0, 4)}. Left out for want of a value:{" "}
              {number(found.gap_count ?? 0)} of {number(found.position_count ?? 0)} positions.
            </p>
            <DataTable
              caption={`Concentration by ${attributes[attribute] ?? attribute}`}
              rows={found.items}
              rowKey={(row) => row.value ?? ""}
              exportName={`${detail.run.run_id} concentration`}
              columns={[
                { key: "value", label: attributes[attribute] ?? attribute, text: (row) => row.value ?? "unknown" },
                {
                  key: "amount",
                  label: "Amount",
                  isNumber: true,
                  text: (row) => number(row.amount),
                  order: (row) => row.amount,
                },
                {
                  key: "share",
                  label: "Share",
                  isNumber: true,
                  text: (row) => percent(row.share ?? 0, 1),
                  order: (row) => row.share,
                },
                {
                  key: "cumulative",
                  label: "Together",
                  isNumber: true,
                  text: (row) => percent(row.cumulative_share ?? 0, 1),
                  order: (row) => row.cumulative_share,
                },
                {
                  key: "positions",
                  label: "Positions",
                  isNumber: true,
                  text: (row) => number(row.position_count),
                  order: (row) => row.position_count,
                },
              ]}
            />
          </>
        )}
      </Async>
    </Card>
  );
}
