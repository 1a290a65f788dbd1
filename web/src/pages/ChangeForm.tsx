import { useState } from "react";
import type { FormEvent } from "react";
import { segment, withQuery } from "../lib/api";
import { number } from "../lib/format";
import type { HeldPosition, Page } from "../lib/types";
import { useApi } from "../lib/useApi";
import type { Change } from "../lib/whatIf";
import { Select, TextField } from "../ui/Field";

type Action = Change["action"];

/** Says one more change of the book. */
export function ChangeForm(props: { snapshot: string; add: (change: Change) => void }) {
  const [action, setAction] = useState<Action>("remove");
  const [id, setId] = useState("");
  const [quantity, setQuantity] = useState("");
  const [portfolio, setPortfolio] = useState("");
  const [instrument, setInstrument] = useState("");
  const [price, setPrice] = useState("");
  const named = id.trim();
  const isReady =
    named !== "" &&
    (action === "remove" || isNumber(quantity)) &&
    (action !== "add" || (portfolio.trim() !== "" && instrument.trim() !== "" && (price === "" || isNumber(price))));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isReady) return;
    props.add(change());
    setId("");
    setQuantity("");
  };
  const change = (): Change => {
    if (action === "remove") return { action, position_id: named };
    if (action === "resize") return { action, position_id: named, quantity: Number(quantity) };
    return {
      action,
      position: {
        position_id: named,
        portfolio: portfolio.trim(),
        instrument_id: instrument.trim(),
        quantity: Number(quantity),
        ...(price === "" ? {} : { clean_price: Number(price) }),
      },
    };
  };
  return (
    <form className="no-print" onSubmit={submit} aria-label="One more change">
      <div className="bar">
        <Select
          label="Change"
          value={action}
          choices={[
            { value: "remove", label: "Remove a position" },
            { value: "resize", label: "Resize a position" },
            { value: "add", label: "Add a position" },
          ]}
          onChange={(value) => setAction(value as Action)}
        />
        <TextField label={action === "add" ? "Its new id" : "Position"} value={id} hint="GS-0101" onChange={setId} />
        {action === "add" && (
          <>
            <TextField label="Book" value={portfolio} hint="FUND/DESK" onChange={setPortfolio} />
            <TextField label="Instrument" value={instrument} onChange={setInstrument} />
          </>
        )}
        {action !== "remove" && <TextField label="Quantity" type="number" value={quantity} onChange={setQuantity} />}
        {action === "add" && <TextField label="Mark, if any" type="number" value={price} onChange={setPrice} />}
        <button type="submit" disabled={!isReady}>
          Add the change
        </button>
      </div>
      {action !== "add" && named !== "" && <Held snapshot={props.snapshot} position={named} />}
    </form>
  );
}

const isNumber = (text: string) => text.trim() !== "" && Number.isFinite(Number(text));

/** What the book holds under the id that is typed. */
function Held(props: { snapshot: string; position: string }) {
  const found = useApi<Page<HeldPosition>>(
    withQuery(`/v1/positions/snapshots/${segment(props.snapshot)}/positions`, { position_id: props.position, limit: 1 }),
  );
  const held = found.data?.items.find((item) => item.position_id === props.position);
  return (
    <p className="quiet small">
      {held
        ? `${number(held.quantity, 2)} of ${held.instrument_id} ${held.reference.name} in ${held.portfolio}`
        : found.isLoading
          ? "…"
          : `The book has no position ${props.position}.`}
    </p>
  );
}
