import { segment } from "../lib/api";
import { day, moment, short } from "../lib/format";
import type { MarketRecord, Page } from "../lib/types";
import { useApi } from "../lib/useApi";
import { Badge, Card } from "../ui/Card";
import { DataTable } from "../ui/DataTable";
import { Link } from "../ui/Link";
import { Async, Empty } from "../ui/State";

export function MarketListPage() {
  const markets = useApi<Page<MarketRecord>>("/v1/marketdata/snapshots?limit=500");
  return (
    <>
      <h1>Market data</h1>
      <Card title="Market snapshots, newest first">
        <Async
          loaded={markets}
          isEmpty={(page) => page.items.length === 0}
          empty={
            <Empty title="There is no market yet">
              <pre>tenor import market FOLDER</pre>
            </Empty>
          }
        >
          {(page) => (
            <DataTable
              caption="Market snapshots"
              rows={page.items}
              rowKey={(item) => item.snapshot_id}
              exportName="market snapshots"
              columns={[
                {
                  key: "date",
                  label: "Valuation date",
                  text: (item) => day(item.valuation_date),
                  order: (item) => item.valuation_date,
                  show: (item) => <Link to={`/market/${segment(item.snapshot_id)}`}>{day(item.valuation_date)}</Link>,
                },
                { key: "id", label: "Snapshot", text: (item) => short(item.snapshot_id), show: (item) => <code>{short(item.snapshot_id)}</code> },
                {
                  key: "review",
                  label: "Review",
                  text: (item) => item.review_state,
                  show: (item) => <Badge state={item.review_state} />,
                },
                { key: "source", label: "Source", text: (item) => item.source },
                { key: "created", label: "Stored", text: (item) => moment(item.created_at), order: (item) => item.created_at },
              ]}
            />
          )}
        </Async>
      </Card>
    </>
  );
}
