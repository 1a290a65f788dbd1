// What a column's values must be for a row to be shown, and how that is written in the page's address.

/** `text`: a part of the text, in any case. `range`: numbers as they are shown, both ends included. */
export type ColumnFilter =
  | { kind: "text"; key: string; text: string }
  | { kind: "range"; key: string; from: number | undefined; to: number | undefined };

/** The names of settings in the address begin with this; the column's key follows. */
const prefix = "where.";

export function filterName(key: string): string {
  return prefix + key;
}

/** The filters of an address; a range that is none is left out. */
export function filtersOf(query: Iterable<[string, string]>, isNumber: (key: string) => boolean): ColumnFilter[] {
  const filters: ColumnFilter[] = [];
  for (const [name, text] of query) {
    if (!name.startsWith(prefix) || text === "") continue;
    const key = name.slice(prefix.length);
    if (!isNumber(key)) filters.push({ kind: "text", key, text });
    else {
      const range = rangeOf(text);
      if (range) filters.push({ kind: "range", key, ...range });
    }
  }
  return filters;
}

/** `-5..10`, `5..` or `..10`; undefined for what is no range, or has no end. */
export function rangeOf(text: string): { from: number | undefined; to: number | undefined } | undefined {
  const [from, to, ...more] = text.split("..").map(numberOf);
  if (more.length > 0 || Number.isNaN(from) || Number.isNaN(to)) return undefined;
  return from === undefined && to === undefined ? undefined : { from, to };
}

/** Both ends as they are typed. */
export function rangeEnds(text: string): [string, string] {
  const [from, to] = text.split("..");
  return [from ?? "", to ?? ""];
}

export function rangeText(from: string, to: string): string {
  return from.trim() === "" && to.trim() === "" ? "" : `${from.trim()}..${to.trim()}`;
}

/** A number as typed, with or without thousands apart; undefined where nothing is, NaN where no number is. */
export function numberOf(text: string): number | undefined {
  const plain = text.trim().replaceAll(",", "").replace(/%$/, "");
  return plain === "" ? undefined : Number(plain);
}
