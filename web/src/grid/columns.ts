// Columns that grow row by row: numbers in typed arrays, repeated texts once each.

/** Numbers of the rows; where there is none, the number of a reason, or 0 for what has not been read. */
export class NumberColumn {
  private values = new Float64Array(1024).fill(Number.NaN);
  private reasons = new Uint16Array(1024);

  set(row: number, value: number): void {
    this.reserve(row);
    this.values[row] = value;
    this.reasons[row] = 0;
  }

  setReason(row: number, reason: number): void {
    this.reserve(row);
    this.values[row] = Number.NaN;
    this.reasons[row] = reason;
  }

  value(row: number): number {
    return this.values[row] ?? Number.NaN;
  }

  reason(row: number): number {
    return this.reasons[row] ?? 0;
  }

  /** The first `count` numbers, for sorting. */
  keys(count: number): Float64Array {
    const keys = new Float64Array(count).fill(Number.NaN);
    keys.set(this.values.subarray(0, Math.min(count, this.values.length)));
    return keys;
  }

  /** Strikes the rows from `kept` whose number lies beyond an end, or that have none. */
  keep(kept: Uint8Array, from: number, to: number): void {
    for (let row = 0; row < kept.length; row += 1) {
      const value = this.value(row);
      if (!(value >= from && value <= to)) kept[row] = 0;
    }
  }

  private reserve(row: number): void {
    if (row < this.values.length) return;
    let size = this.values.length;
    while (size <= row) size *= 2;
    const values = new Float64Array(size).fill(Number.NaN);
    values.set(this.values);
    this.values = values;
    const reasons = new Uint16Array(size);
    reasons.set(this.reasons);
    this.reasons = reasons;
  }
}

/** Texts of which many rows have the same. */
export class TextColumn {
  private codes = new Uint32Array(1024);
  private readonly texts: string[] = [];
  private readonly codeOf = new Map<string, number>();

  set(row: number, text: string): void {
    let code = this.codeOf.get(text);
    if (code === undefined) {
      code = this.texts.length;
      this.texts.push(text);
      this.codeOf.set(text, code);
    }
    if (row >= this.codes.length) {
      const codes = new Uint32Array(Math.max(this.codes.length * 2, row + 1));
      codes.set(this.codes);
      this.codes = codes;
    }
    this.codes[row] = code;
  }

  text(row: number): string {
    return this.texts[this.codes[row] ?? 0] ?? "";
  }

  /** Strikes the rows from `kept` whose text does not fit; every text is looked at once. */
  keep(kept: Uint8Array, fits: (text: string) => boolean): void {
    const fitting = Uint8Array.from(this.texts, (text) => (fits(text) ? 1 : 0));
    for (let row = 0; row < kept.length; row += 1) if (fitting[this.codes[row] ?? 0] !== 1) kept[row] = 0;
  }

  /** For each row the place of its text among all texts in order. */
  keys(count: number): Float64Array {
    const places = new Float64Array(this.texts.length);
    this.texts
      .map((text, code) => ({ text, code }))
      .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
      .forEach(({ code }, place) => {
        places[code] = place;
      });
    const keys = new Float64Array(count);
    for (let row = 0; row < count; row += 1) keys[row] = places[this.codes[row] ?? 0] ?? 0;
    return keys;
  }
}
