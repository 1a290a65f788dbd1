import { segment, withQuery } from "../lib/api";
import { number, short } from "../lib/format";
import { useSetting } from "../lib/router";
import type { HeldPosition, Page, PositionTotal } from "../lib/types";
import { useApi } from "../lib/useApi";
import { Card } from "../ui/Card";
import { DataTable } from "../ui/DataTable";
import { TextField } from "../ui/Field";
import { Link } from "../ui/Link";
import { Async, Empty } from "../ui/State";
import { instrumentPage } from "./InstrumentsPage";

const most = 500;

/** What a frozen book holds: totals by book, and its positions. */
export function SnapshotPage(props: { snapshot: string }) {
  const [node, setNode] = useSetting("node");
  const path = `/v1/positions/snapshots/${segment(props.snapshot)}`;
  const totals = useApi<Page<PositionTotal>>(withQuery(`${path}/totals`, { node, limit: 1000 }));
  const positions = useApi<Page<HeldPosition>>(withQuery(`${path}/positions`, { node, limit: most }));
  return (
    <>
      <h1>Positions {short(props.snapshot)}</h1>
      <Card
        title="Counts and quantities"
        tools={<TextField label="Node" value={node} hint="FUND/DESK" onChange={setNode} />}
      >
        <Async loaded={totals} isEmpty={(page) => page.items.length === 0} empty={<Empty title="Nothing is held here" />}>
          {(page) => (
            <DataTable
              caption="Totals by book, currency and product"
              rows={page.items}
              rowKey={(item) => `${item.portfolio} ${item.currency} ${item.product_type}`}
              exportName="position totals"
              columns={[
                { key: "book", label: "Book", text: (item) => item.portfolio },
                { key: "currency", label: "Currency", text: (item) => item.currency },
                { key: "product", label: "Product", text: (item) => item.product_type },
                {
                  key: "count",
                  label: "Positions",
                  isNumber: true,
                  text: (item) => number(item.position_count),
                  order: (item) => item.position_count,
                },
                {
                  key: "quantity",
                  label: "Quantity",
                  isNumber: true,
                  text: (item) => number(item.quantity),
                  order: (item) => item.quantity,
                },
                {
                  key: "reported",
                  label: "Reported value",
                  isNumber: true,
                  text: (item) => number(item.reported_value),
                  order: (item) => item.reported_value,
                },
              ]}
            />
          )}
        </Async>
      </Card>
      <Card title="Positions" note={positions.data?.next_cursor ? `The first ${most}; name a node to see fewer` : undefined}>
        <Async loaded={positions} isEmpty={(page) => page.items.length === 0} empty={<Empty title="Nothing is held here" />}>
          {(page) => (
            <DataTable
              caption="Positions"
              rows={page.items}
              rowKey={(item) => item.position_id}
              exportName="positions"
              columns={[
                { key: "id", label: "Position", text: (item) => item.position_id },
                { key: "book", label: "Book", text: (item) => item.portfolio },
                {
                  key: "instrument",
                  label: "Instrument",
                  text: (item) => item.instrument_id,
                  show: (item) => <Link to={instrumentPage(item.instrument_id)}>{item.instrument_id}</Link>,
                },
                { key: "name", label: "Name", text: (item) => item.reference.name },
                { key: "issuer", label: "Issuer", text: (item) => item.reference.issuer ?? "" },
                { key: "currency", label: "Currency", text: (item) => item.currency },
                {
                  key: "quantity",
                  label: "Quantity",
                  isNumber: true,
                  text: (item) => number(item.quantity),
                  order: (item) => item.quantity,
                },
                {
                  key: "price",
                  label: "Mark",
                  isNumber: true,
                  text: (item) => item.clean_price?.toFixed(3) ?? "",
                  order: (item) => item.clean_price,
                },
                {
                  key: "reported",
                  label: "Reported value",
                  isNumber: true,
                  text: (item) => (item.reported_value === undefined ? "" : number(item.reported_value)),
                  order: (item) => item.reported_value,
                },
                { key: "counterparty", label: "Counterparty", text: (item) => item.counterparty_id ?? "" },
              ]}
            />
          )}
        </Async>
      </Card>
    </>
  );
}
