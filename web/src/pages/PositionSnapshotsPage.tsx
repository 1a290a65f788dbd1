import { segment } from "../lib/api";
import { day, moment, number, short } from "../lib/format";
import type { Page, PositionRecord } from "../lib/types";
import { useApi } from "../lib/useApi";
import { Card } from "../ui/Card";
import { DataTable } from "../ui/DataTable";
import { Link } from "../ui/Link";
import { Async, Empty } from "../ui/State";

export function PositionSnapshotsPage() {
  const snapshots = useApi<Page<PositionRecord>>("/v1/positions/snapshots?limit=500");
  return (
    <>
      <h1>Positions</h1>
      <Card title="Position snapshots, newest first">
        <Async
          loaded={snapshots}
          isEmpty={(page) => page.items.length === 0}
          empty={
            <Empty title="There are no positions yet">
              <pre>
                tenor import instruments FILE{"\n"}tenor import positions FILE --as-of DATE
              </pre>
            </Empty>
          }
        >
          {(page) => (
            <DataTable
              caption="Position snapshots"
              rows={page.items}
              rowKey={(item) => item.snapshot_id}
              exportName="position snapshots"
              columns={[
                {
                  key: "date",
                  label: "As of",
                  text: (item) => day(item.as_of),
                  order: (item) => item.as_of,
                  show: (item) => <Link to={`/positions/${segment(item.snapshot_id)}`}>{day(item.as_of)}</Link>,
                },
                { key: "id", label: "Snapshot", text: (item) => short(item.snapshot_id), show: (item) => <code>{short(item.snapshot_id)}</code> },
                {
                  key: "count",
                  label: "Positions",
                  isNumber: true,
                  text: (item) => number(item.position_count),
                  order: (item) => item.position_count,
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
