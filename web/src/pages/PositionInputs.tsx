import { segment } from "../lib/api";
import { number, percent } from "../lib/format";
import { marketInputs } from "../lib/marketInputs";
import { useSetting } from "../lib/router";
import type { BuiltCurve, HeldPosition, Market, RunDetail } from "../lib/types";
import { useApi } from "../lib/useApi";
import { Card, Facts } from "../ui/Card";
import { DataTable } from "../ui/DataTable";
import { Select } from "../ui/Field";
import { Link } from "../ui/Link";
import { Async, Empty } from "../ui/State";
import { counterpartyPage } from "./CounterpartiesPage";

/** What of the market the price is made of, with its source, and what the holder says of the position. */
export function PositionInputs(props: {
  detail: RunDetail;
  held: HeldPosition | undefined;
  /** The record of the version that was valued. */
  instrument: Record<string, unknown>;
}) {
  const { detail, held } = props;
  const snapshot = detail.run.market_snapshot_id;
  const path = `/v1/marketdata/snapshots/${segment(snapshot)}`;
  const market = useApi<Market>(path);
  return (
    <Card title="Market inputs" note="before any scenario">
      <Async loaded={market}>
        {(found) => {
          const inputs = marketInputs(found, props.instrument, detail.request.pricing.reporting_currency);
          return (
            <>
              <DataTable
                caption="Curves and rates behind the price"
                rows={inputs}
                rowKey={(input) => `${input.kind} ${input.name}`}
                exportName="market inputs"
                columns={[
                  { key: "kind", label: "Input", text: (input) => input.kind },
                  {
                    key: "name",
                    label: "Name",
                    text: (input) => input.name,
                    show: (input) =>
                      input.curve ? <Link to={`/market/${segment(snapshot)}`}>{input.name}</Link> : input.name,
                  },
                  { key: "content", label: "Content", text: (input) => input.content },
                  { key: "source", label: "Source", text: (input) => input.source },
                ]}
              />
              <Factors path={path} curves={inputs.flatMap((input) => (input.curve ? [input.curve] : []))} />
            </>
          );
        }}
      </Async>
      {held && (
        <>
          <h3>From the holdings file</h3>
          <Facts
            rows={[
              ["Quantity", number(held.quantity, 2)],
              ["Mark, clean", held.clean_price === undefined ? "none: valued on the curves alone" : number(held.clean_price, 4)],
              ["Issue spread given", held.spread_bp === undefined ? "none" : `${number(held.spread_bp, 2)} bp`],
              ["Reported value", held.reported_value === undefined ? "none" : number(held.reported_value, 2)],
              [
                "Counterparty",
                held.counterparty_id ? (
                  <Link key="counterparty" to={counterpartyPage(held.counterparty_id)}>
                    {held.counterparty_id}
                  </Link>
                ) : (
                  "none"
                ),
              ],
            ]}
          />
        </>
      )}
    </Card>
  );
}

/** The chosen curve as it is built. */
function Factors(props: { path: string; curves: string[] }) {
  const [asked, setCurve] = useSetting("curve");
  const curve = props.curves.includes(asked) ? asked : props.curves[0];
  const built = useApi<BuiltCurve>(curve ? `${props.path}/curves/${segment(curve)}` : null);
  if (!curve) return <Empty title="No curve discounts it" />;
  return (
    <details>
      <summary>Discount factors of {curve}</summary>
      {props.curves.length > 1 && (
        <Select
          label="Curve"
          value={curve}
          choices={props.curves.map((value) => ({ value, label: value }))}
          onChange={setCurve}
        />
      )}
      <Async loaded={built}>
        {(found) => (
          <DataTable
            caption={`Discount factors of ${curve}`}
            rows={found.points}
            rowKey={(point) => point.tenor}
            exportName={`${curve} discount factors`}
            columns={[
              { key: "tenor", label: "Tenor", text: (point) => point.tenor, order: (point) => point.years },
              { key: "date", label: "Date", text: (point) => point.date },
              {
                key: "zero",
                label: "Zero rate",
                isNumber: true,
                text: (point) => percent(point.zero_rate, 3),
                order: (point) => point.zero_rate,
              },
              {
                key: "factor",
                label: "Discount factor",
                isNumber: true,
                text: (point) => number(point.discount_factor, 8),
                order: (point) => point.discount_factor,
              },
            ]}
          />
        )}
      </Async>
    </details>
  );
}
