// Numbers and times as text. What a table shows is what it copies and exports.

const formatters = new Map<number, Intl.NumberFormat>();

function fixed(decimals: number): Intl.NumberFormat {
  let formatter = formatters.get(decimals);
  if (!formatter) {
    formatter = new Intl.NumberFormat("en-US", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
    formatters.set(decimals, formatter);
  }
  return formatter;
}

/** With `decimals` decimals and thousands apart; a value that rounds to zero has no sign. */
export function number(value: number, decimals = 0): string {
  const text = fixed(decimals).format(value);
  return /^-[0.,]*$/.test(text) ? text.slice(1) : text;
}

/** As `number`, with a plus for gains. */
export function signed(value: number, decimals = 0): string {
  const text = number(value, decimals);
  return value > 0 && !/^[0.,]*$/.test(text) ? `+${text}` : text;
}

/** Short, for axes and tiles: 1.2M, 340k. */
export function compact(value: number): string {
  const size = Math.abs(value);
  for (const [unit, name] of [
    [1e12, "tn"],
    [1e9, "bn"],
    [1e6, "m"],
    [1e3, "k"],
  ] as const) {
    if (size >= unit) return `${number(value / unit, size / unit >= 100 ? 0 : size / unit >= 10 ? 1 : 2)}${name}`;
  }
  return number(value, Number.isInteger(value) ? 0 : 2);
}

/** As `compact`, without the zeros that axes do not need. */
export function axisNumber(value: number): string {
  return compact(value).replace(/(\.\d*?)0+(?=\D*$)/, "$1").replace(/\.(?=\D*$)/, "");
}

/** Bytes by powers of 1000, as disks are sold. */
export function bytes(value: number): string {
  for (const [unit, name] of [
    [1e12, "TB"],
    [1e9, "GB"],
    [1e6, "MB"],
    [1e3, "kB"],
  ] as const) {
    if (value >= unit) return `${number(value / unit, value / unit >= 100 ? 0 : 1)} ${name}`;
  }
  return `${number(value)} B`;
}

export function percent(value: number, decimals = 2): string {
  return `${number(value * 100, decimals)}%`;
}

/** 31 Mar 2023, from 2023-03-31. */
export function day(text: string): string {
  const [year, month, date] = text.slice(0, 10).split("-").map(Number);
  if (!year || !month || !date) return text;
  return new Date(Date.UTC(year, month - 1, date)).toLocaleDateString("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  });
}

/** 31 Mar 2023, 14:05:09 UTC: servers and readers are in many places. */
export function moment(text: string | undefined): string {
  if (!text) return "";
  const date = new Date(text);
  return Number.isNaN(date.valueOf())
    ? text
    : `${day(date.toISOString())}, ${date.toISOString().slice(11, 19)} UTC`;
}

export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${number(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${number(seconds, 2)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

/** SHA-256 identifiers by their first characters. */
export function short(id: string): string {
  return id.startsWith("sha256:") ? id.slice(7, 19) : id;
}

/** Names as stored, as words: EFFECTIVE_DURATION is Effective duration. */
export function words(name: string): string {
  const text = name.replaceAll("_", " ").toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
}
