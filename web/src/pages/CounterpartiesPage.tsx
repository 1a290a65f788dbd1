import { segment } from "../lib/api";
import type { Counterparty } from "../lib/types";
import { useAll } from "../lib/useApi";
import { Card } from "../ui/Card";
import { DataTable } from "../ui/DataTable";
import { Link } from "../ui/Link";
import { Async, Empty } from "../ui/State";

/** The address of a counterparty's page. */
export const counterpartyPage = (id: string) => `/counterparties/${segment(id)}`;

/** Who owes or stands across. */
export function CounterpartiesPage() {
  const counterparties = useAll<Counterparty>("/v1/counterparties");
  return (
    <>
      <h1>Counterparties</h1>
      <Card title="Current versions">
        <Async
          loaded={counterparties}
          isEmpty={(list) => list.length === 0}
          empty={
            <Empty title="There is no counterparty yet">
              <pre>tenor import counterparties FILE</pre>
            </Empty>
          }
        >
          {(list) => (
            <DataTable
              caption="Counterparties"
              rows={list}
              rowKey={(item) => item.counterparty_id}
              exportName="counterparties"
              columns={[
                {
                  key: "id",
                  label: "Counterparty",
                  text: (item) => item.counterparty_id,
                  show: (item) => <Link to={counterpartyPage(item.counterparty_id)}>{item.counterparty_id}</Link>,
                },
                { key: "name", label: "Name", text: (item) => item.name },
                { key: "lei", label: "LEI", text: (item) => item.lei ?? "" },
                { key: "country", label: "Country", text: (item) => item.country ?? "" },
                { key: "sector", label: "Sector", text: (item) => item.sector ?? "" },
                { key: "rating", label: "Rating", text: (item) => item.rating ?? "" },
                {
                  key: "parent",
                  label: "Owned by",
                  text: (item) => item.parent_id ?? "",
                  show: (item) =>
                    item.parent_id && <Link to={counterpartyPage(item.parent_id)}>{item.parent_id}</Link>,
                },
              ]}
            />
          )}
        </Async>
      </Card>
    </>
  );
}
