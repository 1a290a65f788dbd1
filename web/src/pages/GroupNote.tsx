import { groupText } from "../lib/cube";
import { setSettings } from "../lib/router";

/** Says which groups of positions the address narrows a page to, with the way back to all. */
export function GroupNote(props: { groups: Readonly<Record<string, readonly string[]>> }) {
  const names = Object.keys(props.groups);
  if (names.length === 0) return null;
  return (
    <p className="small">
      Only positions of {groupText(props.groups)}.{" "}
      <button
        type="button"
        className="plain small no-print"
        onClick={() => setSettings(Object.fromEntries(names.map((name) => [name, ""])))}
      >
        Show all
      </button>
    </p>
  );
}
