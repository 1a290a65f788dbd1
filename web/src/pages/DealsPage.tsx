import { segment } from "../lib/api";
import type { Deal } from "../lib/deals";
import { day, moment } from "../lib/format";
import { useAll } from "../lib/useApi";
import { Badge, Card } from "../ui/Card";
import { DataTable } from "../ui/DataTable";
import { Link } from "../ui/Link";
import { Async, Empty } from "../ui/State";

/** Every stored deal. */
export function DealsPage() {
  const deals = useAll<Deal>("/v1/deals");
  return (
    <>
      <h1>Deals</h1>
      <Async
        loaded={deals}
        isEmpty={(list) => list.length === 0}
        empty={
          <Empty title="No deal is stored">
            <p>
              Store one with <code>tenor deal upload FILE</code>.
            </p>
          </Empty>
        }
      >
        {(list) => (
          <Card title="Deals" note="new runs use the newest version that is approved">
            <DataTable
              caption="Deals"
              rows={list}
              rowKey={(deal) => deal.latest.deal_id}
              exportName="deals"
              columns={[
                {
                  key: "deal",
                  label: "Deal",
                  text: (deal) => deal.latest.deal_id,
                  show: (deal) => <Link to={`/deals/${segment(deal.latest.deal_id)}`}>{deal.latest.deal_id}</Link>,
                },
                {
                  key: "version",
                  label: "Latest version",
                  isNumber: true,
                  text: (deal) => String(deal.latest.version),
                  order: (deal) => deal.latest.version,
                },
                {
                  key: "state",
                  label: "State",
                  text: (deal) => deal.latest.state,
                  show: (deal) => <Badge state={deal.latest.state} />,
                },
                {
                  key: "usable",
                  label: "Runs use",
                  isNumber: true,
                  text: (deal) => (deal.usable_version === undefined ? "none" : String(deal.usable_version)),
                  order: (deal) => deal.usable_version,
                },
                { key: "as_of", label: "As of", text: (deal) => day(deal.latest.as_of), order: (deal) => deal.latest.as_of },
                { key: "by", label: "Author", text: (deal) => deal.latest.created_by },
                {
                  key: "at",
                  label: "Stored at",
                  text: (deal) => moment(deal.latest.created_at),
                  order: (deal) => deal.latest.created_at,
                },
              ]}
            />
          </Card>
        )}
      </Async>
    </>
  );
}
