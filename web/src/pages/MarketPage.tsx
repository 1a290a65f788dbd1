import { useCallback, useMemo } from "react";
import { get, segment } from "../lib/api";
import { day, moment, number, percent, short } from "../lib/format";
import { useSetting } from "../lib/router";
import { tenorYears } from "../lib/cells";
import { quotedAs, quoteText, quoteTime } from "../lib/curveQuotes";
import type { BuiltCurve, Market, MarketRecord, Page } from "../lib/types";
import { useApi, useLoad } from "../lib/useApi";
import { Card, Facts } from "../ui/Card";
import { Chart } from "../ui/Chart";
import { DataTable } from "../ui/DataTable";
import type { Column } from "../ui/DataTable";
import { Checks, Select } from "../ui/Field";
import { Async } from "../ui/State";
import { valueAxis } from "../ui/Chart";
import type { Palette } from "../ui/theme";
import { MarketFindingsCard } from "./MarketFindingsCard";
import { MarketLineageCard } from "./MarketLineageCard";

const marketPath = (snapshot: string) => `/v1/marketdata/snapshots/${segment(snapshot)}`;

/** A market snapshot: its curves as built, beside those of another day if wanted, its spreads and its exchange rates. */
export function MarketPage(props: { snapshot: string }) {
  const market = useApi<Market>(marketPath(props.snapshot));
  return (
    <Async loaded={market} title="Market">
      {(found) => (
        <>
          <h1>Market of {day(found.valuation_date)}</h1>
          <MarketFindingsCard path={marketPath(props.snapshot)} />
          <Curves snapshot={props.snapshot} market={found} />
          <div className="grid-2">
            <Card title="Where it comes from">
              <Facts
                rows={[
                  ["Snapshot", <code key="id">{short(props.snapshot)}</code>],
                  ["Source", found.source],
                  ["Built", moment(found.built_at)],
                  ...found.adjustments.map((text, index) => [`Adjustment ${index + 1}`, text] as const),
                ]}
              />
            </Card>
            <Card title="Exchange rates" note={`units of each currency for 1 ${found.fx_base}`}>
              <DataTable
                caption="Exchange rates"
                rows={Object.entries(found.fx_rates).sort()}
                rowKey={([code]) => code}
                exportName={`${found.valuation_date} exchange rates`}
                columns={[
                  { key: "currency", label: "Currency", text: ([code]) => code },
                  { key: "rate", label: "Rate", isNumber: true, text: ([, rate]) => number(rate, 6), order: ([, rate]) => rate },
                ]}
              />
            </Card>
          </div>
          <SpreadCurves market={found} />
          <MarketLineageCard path={marketPath(props.snapshot)} />
        </>
      )}
    </Async>
  );
}

type Line = { name: string; points: BuiltCurve["points"] };

/** Four curves that have a shape. */
function shownAtFirst(market: Market): string {
  const curves = market.curves.filter((curve) => curve.points.length > 2);
  return curves.slice(0, 4).map((curve) => curve.id).join(",");
}

function Curves(props: { snapshot: string; market: Market }) {
  const ids = props.market.curves.map((curve) => curve.id);
  const [chosenText, setChosen] = useSetting("curves", shownAtFirst(props.market));
  const [other, setOther] = useSetting("beside");
  const markets = useApi<Page<MarketRecord>>("/v1/marketdata/snapshots?limit=200");
  const chosen = chosenText.split(",").filter((id) => ids.includes(id));
  const paths = [props.snapshot, other]
    .filter(Boolean)
    .flatMap((snapshot) => chosen.map((id) => `${marketPath(snapshot)}/curves/${segment(id)}`));
  const lines = useLoad<Line[]>(paths.join("\n"), async (key) => {
    const addresses = key.split("\n").filter(Boolean);
    const built = await Promise.all(addresses.map((path) => get<BuiltCurve>(path)));
    return built.map((curve, index) => ({
      name: index < chosen.length ? curve.curve_id : `${curve.curve_id} ${day(curve.valuation_date)}`,
      points: curve.points,
    }));
  });
  return (
    <Card
      title="Zero rates"
      note="continuously compounded, at the curves' own pillars"
      tools={
        <Select
          label="Beside"
          value={other}
          choices={[
            { value: "", label: "no other day" },
            ...(markets.data?.items ?? [])
              .filter((item) => item.snapshot_id !== props.snapshot)
              .map((item) => ({ value: item.snapshot_id, label: `${day(item.valuation_date)}, ${short(item.snapshot_id)}` })),
          ]}
          onChange={setOther}
        />
      }
    >
      <Checks
        label="Curves"
        choices={props.market.curves.map((curve) => ({ value: curve.id, label: curve.id }))}
        chosen={new Set(chosen)}
        onChange={(next) => setChosen(ids.filter((id) => next.has(id)).join(","))}
      />
      <Async loaded={lines}>{(list) => <CurveChart lines={list} name={`${props.market.valuation_date} curves`} />}</Async>
      <QuoteTable market={props.market} chosen={chosen} />
    </Card>
  );
}

function CurveChart(props: { lines: Line[]; name: string }) {
  const { lines } = props;
  const option = useCallback(
    (colours: Palette) => ({
      xAxis: { ...valueAxis(colours, "Years", String), max: "dataMax" },
      yAxis: { ...valueAxis(colours, "Zero rate, % a year", (rate) => percent(rate, 1)), scale: true },
      series: lines.map((line, index) => ({
        name: line.name,
        type: "line",
        symbol: ["circle", "rect", "triangle", "diamond"][index % 4],
        symbolSize: 6,
        lineStyle: { width: 2 },
        data: line.points.map((point) => [point.years, point.zero_rate]),
        tooltip: { valueFormatter: (value: number) => percent(value, 4) },
      })),
      tooltip: {
        trigger: "item",
        renderMode: "richText",
        confine: true,
        backgroundColor: colours.surface,
        borderColor: colours.line,
        textStyle: { color: colours.text, fontSize: 12 },
        formatter: (what: { seriesName: string; value: [number, number] }) =>
          `${what.seriesName}\n${number(what.value[0], 2)} years: ${percent(what.value[1], 4)}`,
      },
    }),
    [lines],
  );
  const tenors = useMemo(
    () =>
      [...new Set(lines.flatMap((line) => line.points.map((point) => point.tenor)))].sort(
        (a, b) => tenorYears(a) - tenorYears(b),
      ),
    [lines],
  );
  const columns: Column<string>[] = [
    { key: "tenor", label: "Tenor", text: (tenor) => tenor, order: tenorYears },
    ...lines.map((line): Column<string> => {
      const point = (tenor: string) => line.points.find((candidate) => candidate.tenor === tenor);
      return {
        key: line.name,
        label: line.name,
        unit: "zero rate",
        isNumber: true,
        text: (tenor) => (point(tenor) ? percent(point(tenor)!.zero_rate, 4) : ""),
        order: (tenor) => point(tenor)?.zero_rate,
      };
    }),
  ];
  return (
    <Chart
      label="Zero rates by years"
      name={props.name}
      height={340}
      option={option}
      rows={tenors}
      rowKey={(tenor) => tenor}
      columns={columns}
    />
  );
}

function QuoteTable(props: { market: Market; chosen: string[] }) {
  const curves = props.market.curves.filter((curve) => props.chosen.includes(curve.id));
  const rows = curves.flatMap((curve) => curve.points.map((point) => ({ curve, ...point })));
  return (
    <details>
      <summary>Quotes the curves are built from</summary>
      <DataTable
        caption="Quotes"
        rows={rows}
        rowKey={(row) => `${row.curve.id} ${quotedAs(row.curve, row)} ${quoteTime(row)}`}
        exportName={`${props.market.valuation_date} quotes`}
        columns={[
          { key: "curve", label: "Curve", text: (row) => row.curve.id },
          { key: "currency", label: "Currency", text: (row) => row.curve.currency },
          { key: "kind", label: "Quoted as", text: (row) => quotedAs(row.curve, row) },
          { key: "interpolation", label: "Interpolation", text: (row) => row.curve.interpolation.replaceAll("_", " ") },
          { key: "tenor", label: "Tenor", text: quoteTime, order: (row) => (row.tenor ? tenorYears(row.tenor) : 0) },
          { key: "rate", label: "Rate", isNumber: true, text: quoteText, order: (row) => row.rate ?? row.quote },
          { key: "source", label: "Source", text: (row) => row.curve.source },
        ]}
      />
    </details>
  );
}

function SpreadCurves(props: { market: Market }) {
  const rows = props.market.spread_curves.flatMap((curve) => curve.points.map((point) => ({ curve, ...point })));
  if (rows.length === 0) return null;
  return (
    <Card title="Spread curves" note="continuously compounded zero spreads over the discount curve">
      <DataTable
        caption="Spread curves"
        rows={rows}
        rowKey={(row) => `${row.curve.id} ${row.tenor}`}
        exportName={`${props.market.valuation_date} spreads`}
        columns={[
          { key: "curve", label: "Curve", text: (row) => row.curve.id },
          { key: "currency", label: "Currency", text: (row) => row.curve.currency },
          { key: "tenor", label: "Tenor", text: (row) => row.tenor, order: (row) => tenorYears(row.tenor) },
          {
            key: "spread",
            label: "Spread",
            unit: "bp",
            isNumber: true,
            text: (row) => number(row.basis_points, 2),
            order: (row) => row.basis_points,
          },
          { key: "source", label: "Source", text: (row) => row.curve.source },
        ]}
      />
    </Card>
  );
}
