import { filterName, numberOf, rangeEnds, rangeText } from "../grid/columnFilter";
import type { GridColumn } from "../grid/resultTable";
import { setSettings, useAddress } from "../lib/router";

/** Which columns are shown, in which order, and which of their values; all of it is kept in the address. */
export function ResultColumns(props: { columns: readonly GridColumn[]; hidden: ReadonlySet<string> }) {
  const { columns, hidden } = props;
  const { query } = useAddress();
  const show = (key: string, isShown: boolean) => {
    const others = [...hidden].filter((name) => name !== key);
    setSettings({ hide: (isShown ? others : [...others, key]).join(",") });
  };
  const move = (from: number, to: number) => {
    const keys = columns.map((column) => column.key);
    keys.splice(to, 0, ...keys.splice(from, 1));
    setSettings({ order: keys.join(",") });
  };
  return (
    <div className="card no-print">
      <div className="table-scroll columns-panel" tabIndex={0} role="region" aria-label="Columns of the grid">
        <table>
          <thead>
            <tr>
              <th scope="col">Column</th>
              <th scope="col">Place</th>
              <th scope="col">Only rows with</th>
            </tr>
          </thead>
          <tbody>
            {columns.map((column, place) => (
              <tr key={column.key}>
                <th scope="row">
                  <label>
                    <input
                      type="checkbox"
                      checked={!hidden.has(column.key)}
                      onChange={(event) => show(column.key, event.target.checked)}
                    />
                    {column.label} <span className="unit">{column.unit}</span>
                  </label>
                </th>
                <td className="number">
                  <button
                    type="button"
                    className="plain"
                    aria-label={`Move ${column.label} to the left`}
                    disabled={place === 0}
                    onClick={() => move(place, place - 1)}
                  >
                    ←
                  </button>
                  <button
                    type="button"
                    className="plain"
                    aria-label={`Move ${column.label} to the right`}
                    disabled={place === columns.length - 1}
                    onClick={() => move(place, place + 1)}
                  >
                    →
                  </button>
                </td>
                <td>
                  <Filter column={column} text={query.get(filterName(column.key)) ?? ""} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <button type="button" className="plain small" onClick={() => setSettings({ order: "", hide: "" })}>
        All columns, in their usual order
      </button>
    </div>
  );
}

function Filter(props: { column: GridColumn; text: string }) {
  const { column } = props;
  const set = (text: string) => setSettings({ [filterName(column.key)]: text });
  if (!column.isNumber) {
    return (
      <input
        type="text"
        aria-label={`${column.label} contains`}
        placeholder="contains"
        spellCheck={false}
        value={props.text}
        onChange={(event) => set(event.target.value)}
      />
    );
  }
  const [from, to] = rangeEnds(props.text);
  const end = (label: string, value: string, change: (value: string) => void) => (
    <input
      type="text"
      inputMode="decimal"
      className="narrow"
      aria-label={`${column.label} ${label}`}
      aria-invalid={Number.isNaN(numberOf(value))}
      placeholder={label}
      value={value}
      onChange={(event) => change(event.target.value)}
    />
  );
  return (
    <span className="range">
      {end("from", from, (value) => set(rangeText(value, to)))} {end("to", to, (value) => set(rangeText(from, value)))}
    </span>
  );
}
