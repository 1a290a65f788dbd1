// The cell that is active, the rectangle that is selected with it, and what keys do to them.

export type Place = { row: number; column: number };
export type Rectangle = { top: number; bottom: number; left: number; right: number };

/** What lies between two corners, both of them included. */
export function rectangle(a: Place, b: Place): Rectangle {
  return {
    top: Math.min(a.row, b.row),
    bottom: Math.max(a.row, b.row),
    left: Math.min(a.column, b.column),
    right: Math.max(a.column, b.column),
  };
}

/**
 * Where a key leads from `at`; undefined for a key that leads nowhere.
 *
 * `isFar`: whether Control or Command is held. `page`: the rows that a page has. `last`: the last cell.
 */
export function placeAfter(key: string, isFar: boolean, at: Place, page: number, last: Place): Place | undefined {
  const { row, column } = at;
  const moves: Record<string, Place> = {
    ArrowDown: { row: isFar ? last.row : row + 1, column },
    ArrowUp: { row: isFar ? 0 : row - 1, column },
    ArrowRight: { row, column: isFar ? last.column : column + 1 },
    ArrowLeft: { row, column: isFar ? 0 : column - 1 },
    PageDown: { row: row + page, column },
    PageUp: { row: row - page, column },
    Home: { row: isFar ? 0 : row, column: 0 },
    End: { row: isFar ? last.row : row, column: last.column },
  };
  const move = moves[key];
  return (
    move && {
      row: Math.max(0, Math.min(last.row, move.row)),
      column: Math.max(0, Math.min(last.column, move.column)),
    }
  );
}

/** Rows as tab-separated text, as spreadsheets paste it; tabs and line ends within a text become blanks. */
export function tabSeparated(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map((text) => text.replace(/[\t\r\n]+/g, " ")).join("\t")).join("\n");
}
