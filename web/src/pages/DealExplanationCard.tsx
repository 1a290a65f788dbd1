import { useState } from "react";
import { segment } from "../lib/api";
import { amount, reasonText } from "../lib/deals";
import type { DealExplanation, DealStep } from "../lib/deals";
import { day } from "../lib/format";
import { useSetting } from "../lib/router";
import { useApi } from "../lib/useApi";
import { Card } from "../ui/Card";
import { DataTable } from "../ui/DataTable";
import { TextField } from "../ui/Field";
import { Async } from "../ui/State";

/** Why the cash of a period went where it went, step by step. */
export function DealExplanationCard(props: { path: string; periods: number }) {
  const [setting, setPeriod] = useSetting("period", "1");
  const [text, setText] = useState(setting);
  const period = Math.min(Math.max(1, Math.trunc(Number(setting)) || 1), props.periods);
  const address = `${props.path}/explanation?period=${segment(String(period))}`;
  const explanation = useApi<DealExplanation>(address);
  const choose = (value: string) => {
    setText(value);
    const number = Number(value);
    if (Number.isInteger(number) && number >= 1 && number <= props.periods) setPeriod(value);
  };
  return (
    <Card
      title="Explanation of a period"
      note={explanation.data?.date ? `payment of ${day(explanation.data.date)}` : undefined}
      tools={<TextField label={`Period, 1 to ${props.periods}`} type="number" value={text} onChange={choose} />}
    >
      <Async loaded={explanation}>
        {(found) => (
          <>
            <p className="quiet">
              Cash when the period opens: {found.opening.map((item) => `${item.account} ${amount(item.cash)}`).join(", ")}
            </p>
            {found.tests.length > 0 && (
              <p className="quiet">
                {found.tests.map((test) => `${test.trigger} is ${test.is_tripped ? "tripped" : "not tripped"}: ${reasonText(test.reason)}`).join("; ")}
              </p>
            )}
            <DataTable
              caption={`Steps of period ${found.period}`}
              rows={rows(found.steps)}
              rowKey={(row) => row.key}
              exportName={`period ${found.period}`}
              rowClass={(row) => (row.isTaken ? "" : "quiet")}
              columns={[
                { key: "step", label: "Step", text: (row) => row.step },
                { key: "to", label: "To", text: (row) => row.to },
                { key: "due", label: "Due", isNumber: true, text: (row) => figure(row.due), order: (row) => row.due },
                { key: "paid", label: "Paid", isNumber: true, text: (row) => figure(row.paid), order: (row) => row.paid },
                { key: "left", label: "Left in account", text: (row) => row.left },
                { key: "why", label: "Why", text: (row) => row.why, show: (row) => <span className="small">{row.why}</span> },
              ]}
            />
            <a className="small no-print" href={`${address}&format=csv`} download>
              The whole log as CSV
            </a>
          </>
        )}
      </Async>
    </Card>
  );
}

type Row = { key: string; step: string; to: string; due?: number; paid?: number; left: string; why: string; isTaken: boolean };

/** A row per payment, and one per step that paid nothing. */
function rows(steps: readonly DealStep[]): Row[] {
  return steps.flatMap((step, index) => {
    const number = `${index + 1}. ${step.title}`;
    const why = [
      ...(step.is_taken ? [] : ["not taken"]),
      ...step.reasons.map(reasonText),
      ...step.tests.map((test) => `${test.trigger} ${test.is_tripped ? "tripped" : "not tripped"}: ${reasonText(test.reason)}`),
    ].join("; ");
    const left = step.is_taken && step.account ? `${step.account} ${amount(step.cash_after)}` : "";
    if (step.entries.length === 0) return [{ key: step.path, step: number, to: "", left, why, isTaken: step.is_taken }];
    return step.entries.map((entry, place) => ({
      key: `${step.path} ${place}`,
      step: place === 0 ? number : "",
      to: entry.to,
      due: entry.due,
      paid: entry.paid,
      left: place === step.entries.length - 1 ? left : "",
      why: place === 0 ? why : "",
      isTaken: true,
    }));
  });
}

const figure = (value: number | undefined) => (value === undefined ? "" : amount(value));
