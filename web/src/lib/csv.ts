/** Text as RFC 4180 has it, one line per row. */
export function csv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map(field).join(",")).join("\r\n") + "\r\n";
}

/** A name that a spreadsheet would take for a formula gets an apostrophe, so that a file can do nothing when opened. */
function field(plain: string): string {
  const text = /^([=@\t\r]|[+-](?![\d.]))/.test(plain) ? `'${plain}` : plain;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function download(name: string, type: string, content: BlobPart): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  downloadAddress(name, address);
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

export function downloadAddress(name: string, address: string): void {
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
}
