import { useMemo } from "react";
import { words } from "../lib/format";
import type { LimitDraft } from "../lib/limits";
import { measureInfo, useMeasures } from "../lib/measures";
import { useApi } from "../lib/useApi";
import type { Submission } from "../lib/useSubmit";
import { Select, TextField } from "../ui/Field";
import { enumOf } from "./openApi";
import type { OpenAPI } from "./openApi";

/** Whether a limit's bounds are an amount of money, and so have a currency. */
export function isAmount(draft: LimitDraft): boolean {
  if (draft.kind === "measure") return measureInfo(draft.measure)?.unit === "AMOUNT";
  return draft.kind === "profit" && !draft.isRelative;
}

/** What a limit says, with what was wrong beside each field. */
export function LimitFields(props: {
  draft: LimitDraft;
  submission: Submission;
  onChange: (draft: LimitDraft) => void;
}) {
  const { draft, submission } = props;
  const document_ = useApi<OpenAPI>("/openapi.json");
  const attributes = useMemo(() => enumOf(document_.data, "RiskAttribute"), [document_.data]);
  const measures = [...useMeasures().byName.values()].filter((info) => info.aggregation !== "NONE");
  const info = measureInfo(draft.measure);
  const set = (values: Partial<LimitDraft>) => props.onChange({ ...draft, ...values });
  const error = (...names: string[]) => submission.error(...names, ...names.map((name) => `terms.${name}`));
  const unit = info?.unit === "RATE" || draft.kind === "concentration" || (draft.kind === "profit" && draft.isRelative);
  return (
    <>
      <TextField
        label="Portfolio node, empty for everything"
        value={draft.node}
        hint="FUND/DESK"
        error={error("node")}
        onChange={(node) => set({ node })}
      />
      <Select
        label="Bounds"
        value={draft.kind}
        choices={[
          { value: "measure", label: "a measure" },
          { value: "profit", label: "profit under a scenario" },
          { value: "concentration", label: "a concentration of value" },
        ]}
        error={error("figure")}
        onChange={(kind) => set({ kind: kind as LimitDraft["kind"] })}
      />
      {draft.kind === "measure" && (
        <>
          <Select
            label="Measure"
            value={draft.measure}
            choices={measures.map((item) => ({ value: item.measure, label: item.label }))}
            error={error("figure.measure.measure")}
            onChange={(measure) => set({ measure, factor: "" })}
          />
          {info && info.factor !== "NONE" && (
            <TextField
              label={{ CURRENCY: "Currency of the delta", CURVE_POINT: "Key rate", CURVE_QUOTE: "Quote of a curve", SURFACE_EXPIRY: "Surface and expiry" }[info.factor]}
              value={draft.factor}
              hint={{ CURRENCY: "EUR", CURVE_POINT: "USD:5Y", CURVE_QUOTE: "USD.TREASURY:5Y", SURFACE_EXPIRY: "EURUSD:1Y" }[info.factor]}
              error={error("figure.measure.factor")}
              onChange={(factor) => set({ factor })}
            />
          )}
        </>
      )}
      {draft.kind !== "concentration" && (
        <TextField
          label="Scenario"
          value={draft.scenario}
          hint={draft.kind === "profit" ? "RATES_UP_100BP" : "BASE"}
          error={error("figure.measure.scenario", "figure.profit.scenario")}
          onChange={(scenario) => set({ scenario })}
        />
      )}
      {draft.kind === "profit" && (
        <label>
          <input
            type="checkbox"
            checked={draft.isRelative}
            onChange={(event) => set({ isRelative: event.target.checked })}
          />
          over the value under BASE
        </label>
      )}
      {draft.kind === "concentration" && (
        <>
          <Select
            label="Groups by"
            value={draft.attribute}
            choices={(attributes.includes(draft.attribute) ? attributes : [draft.attribute, ...attributes]).map((value) => ({
              value,
              label: words(value),
            }))}
            error={error("figure.concentration.attribute")}
            onChange={(attribute) => set({ attribute })}
          />
          <TextField
            label="Share of so many largest; empty for the Herfindahl index"
            type="number"
            value={draft.largest}
            error={error("figure.concentration.largest")}
            onChange={(largest) => set({ largest })}
          />
        </>
      )}
      <div className="bar">
        <TextField
          label={unit ? "At least, 0.05 for 5%" : "At least"}
          type="number"
          value={draft.minimum}
          error={error("bounds", "bounds.minimum", "minimum")}
          onChange={(minimum) => set({ minimum })}
        />
        <TextField
          label={unit ? "At most, 0.05 for 5%" : "At most"}
          type="number"
          value={draft.maximum}
          error={error("bounds.maximum", "maximum")}
          onChange={(maximum) => set({ maximum })}
        />
        {isAmount(draft) && (
          <TextField
            label="Currency"
            value={draft.currency}
            hint="USD"
            error={error("currency")}
            onChange={(currency) => set({ currency })}
          />
        )}
      </div>
      <TextField
        label="Warn from this per cent of a bound on, 100 for never"
        type="number"
        value={draft.warning}
        error={error("bounds.warning_share", "warning_share")}
        onChange={(warning) => set({ warning })}
      />
    </>
  );
}
