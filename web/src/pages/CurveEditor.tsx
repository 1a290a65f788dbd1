import { useState } from "react";
import { change, segment, withQuery } from "../lib/api";
import { navigate } from "../lib/router";
import type { Scenario, ScenarioPreview, ScenarioSetVersionDetail } from "../lib/types";
import { useLoad } from "../lib/useApi";
import { Card } from "../ui/Card";
import { ActionButton, TextField } from "../ui/Field";
import { Async } from "../ui/State";
import { RatesChart } from "./RatesChart";
import type { RateKind } from "./RatesChart";

type Point = { tenor: string; move: string };

const start: Point[] = ["1Y", "2Y", "5Y", "10Y", "30Y"].map((tenor) => ({ tenor, move: "0" }));

/** A scenario of points: moved in a table, drawn on a curve, and stored with the others as the set's next version. */
export function CurveEditor(props: {
  detail: ScenarioSetVersionDetail;
  market: string;
  curve: string;
  currency: string;
  kind: RateKind;
  /** Called when a version was stored. */
  saved: () => void;
}) {
  const [id, setId] = useState("CUSTOM");
  const [author, setAuthor] = useState("");
  const [points, setPoints] = useState(start);
  const scenario: Scenario = {
    id,
    description: `Zero rates of ${props.currency} moved by hand`,
    shifts: [
      {
        rates: {
          curves: [props.currency],
          shape: {
            profile: { points: points.map((point) => ({ tenor: point.tenor, basis_points: Number(point.move) })) },
          },
        },
      },
    ],
  };
  const isReady = id !== "" && points.every((point) => point.tenor !== "" && Number.isFinite(Number(point.move)));
  const body = JSON.stringify({ market_snapshot_id: props.market, curve_id: props.curve, scenarios: [scenario] });
  const preview = useLoad<ScenarioPreview>(isReady ? body : null, (text) =>
    change<ScenarioPreview>("POST", "/v1/scenarios/preview", JSON.parse(text)),
  );
  const set = (index: number, values: Partial<Point>) =>
    setPoints(points.map((point, place) => (place === index ? { ...point, ...values } : point)));
  const save = async () => {
    const others = props.detail.scenarios.filter((other) => other.id !== id);
    const stored = await change<{ version: { version: number } }>("POST", "/v1/scenario-sets", {
      id: props.detail.set,
      scenarios: [...others, scenario],
      note: `${id} edited in the dashboard`,
      ...(author === "" ? {} : { created_by: author }),
    });
    props.saved();
    navigate(withQuery(`/scenario-sets/${segment(props.detail.set)}`, { version: stored.version.version }));
  };
  return (
    <Card title="Edit a scenario" note="moves of zero rates in basis points, linear between the points, flat beyond">
      <div className="grid-2">
        <div>
          <TextField label="Scenario" value={id} onChange={setId} />
          <table className="points">
            <caption className="quiet small">Points of {id}</caption>
            <thead>
              <tr>
                <th scope="col">Tenor</th>
                <th scope="col">Basis points</th>
                <th scope="col">
                  <button type="button" className="plain small" onClick={() => setPoints([...points, { tenor: "", move: "0" }])}>
                    Add a point
                  </button>
                </th>
              </tr>
            </thead>
            <tbody>
              {points.map((point, index) => (
                <tr key={index}>
                  <td>
                    <input
                      aria-label={`Tenor of point ${index + 1}`}
                      value={point.tenor}
                      size={6}
                      onChange={(event) => set(index, { tenor: event.target.value.trim().toUpperCase() })}
                    />
                  </td>
                  <td>
                    <input
                      aria-label={`Basis points of point ${index + 1}`}
                      value={point.move}
                      inputMode="decimal"
                      size={8}
                      onChange={(event) => set(index, { move: event.target.value })}
                    />
                  </td>
                  <td>
                    <button
                      type="button"
                      className="plain small"
                      aria-label={`Remove point ${index + 1}`}
                      disabled={points.length === 1}
                      onClick={() => setPoints(points.filter((_, place) => place !== index))}
                    >
                      Remove
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <TextField label="Saved by" value={author} hint="api" onChange={setAuthor} />
          <ActionButton run={save} isMain isDisabled={!isReady}>
            Save as a new version
          </ActionButton>
        </div>
        <div>
          <Async loaded={preview}>
            {(found) => (
              <RatesChart curves={[found.base, ...found.scenarios]} kind={props.kind} name={`${props.detail.set} ${id}`} />
            )}
          </Async>
        </div>
      </div>
    </Card>
  );
}
