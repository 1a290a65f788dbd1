import { segment, withQuery } from "../lib/api";
import { useSetting } from "../lib/router";
import type { InstrumentSummary, Page } from "../lib/types";
import { useApi } from "../lib/useApi";
import { Card } from "../ui/Card";
import { DataTable } from "../ui/DataTable";
import { TextField } from "../ui/Field";
import { Link } from "../ui/Link";
import { Async, Empty } from "../ui/State";

const most = 200;

/** The address of an instrument's page. */
export const instrumentPage = (id: string) => `/instruments/${segment(id)}`;

/** Finds instruments by what their current versions say. */
export function InstrumentsPage() {
  const [text, setText] = useSetting("text");
  const [issuer, setIssuer] = useSetting("issuer");
  const [sector, setSector] = useSetting("sector");
  const [country, setCountry] = useSetting("country");
  const found = useApi<Page<InstrumentSummary>>(
    withQuery("/v1/instruments", { text: text.trim(), issuer, sector, country, limit: most }),
  );
  return (
    <>
      <h1>Instruments</h1>
      <Card
        title="Current versions"
        note={found.data?.next_cursor ? `The first ${most}; say more to see fewer` : undefined}
        tools={
          <>
            <TextField label="Id, name or issuer" value={text} onChange={setText} />
            <TextField label="Issuer" value={issuer} onChange={setIssuer} />
            <TextField label="Sector" value={sector} onChange={setSector} />
            <TextField label="Country" value={country} hint="US" onChange={setCountry} />
          </>
        }
      >
        <Async
          loaded={found}
          isEmpty={(page) => page.items.length === 0}
          empty={
            <Empty title="No instrument fits">
              <pre>tenor import instruments FILE</pre>
            </Empty>
          }
        >
          {(page) => (
            <DataTable
              caption="Instruments"
              rows={page.items}
              rowKey={(item) => item.instrument_id}
              exportName="instruments"
              columns={[
                {
                  key: "id",
                  label: "Instrument",
                  text: (item) => item.instrument_id,
                  show: (item) => <Link to={instrumentPage(item.instrument_id)}>{item.instrument_id}</Link>,
                },
                { key: "name", label: "Name", text: (item) => item.reference.name },
                { key: "issuer", label: "Issuer", text: (item) => item.reference.issuer ?? "" },
                { key: "product", label: "Product", text: (item) => item.product_type },
                { key: "currency", label: "Currency", text: (item) => item.currency },
                { key: "sector", label: "Sector", text: (item) => item.reference.sector ?? "" },
                { key: "country", label: "Country", text: (item) => item.reference.country ?? "" },
                { key: "rating", label: "Rating", text: (item) => item.reference.rating ?? "" },
                { key: "vintage", label: "Vintage", text: (item) => item.reference.vintage?.toFixed() ?? "" },
                { key: "tags", label: "Tags", text: (item) => item.reference.tags.join(", ") },
              ]}
            />
          )}
        </Async>
      </Card>
    </>
  );
}
