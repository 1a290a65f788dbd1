// A tar archive, which is how the server takes a folder.

const block = 512;

/** What is needed of a file. */
export type Named = { name: string; arrayBuffer: () => Promise<ArrayBuffer> };

/** A file where it lies in the folder of a market: browsers tell names alone, and every document but market.json is a model of pools. */
export function inMarketFolder(file: Named): Named {
  const isModel = /\.json(\.gz)?$/.test(file.name) && !file.name.startsWith("market.json");
  return { name: isModel ? `collateral_models/${file.name}` : file.name, arrayBuffer: () => file.arrayBuffer() };
}

/** The files one after another as POSIX.1-1988 (ustar) has it. The same files give the same bytes. */
export async function tarBytes(files: readonly Named[]): Promise<Uint8Array> {
  const contents = await Promise.all(files.map((file) => file.arrayBuffer()));
  const sizes = contents.map((content) => block + Math.ceil(content.byteLength / block) * block);
  // Two blocks of zeros end it.
  const bytes = new Uint8Array(sizes.reduce((sum, size) => sum + size, 2 * block));
  let offset = 0;
  files.forEach((file, index) => {
    const content = contents[index] ?? new ArrayBuffer(0);
    bytes.set(header(file.name, content.byteLength), offset);
    bytes.set(new Uint8Array(content), offset + block);
    offset += sizes[index] ?? 0;
  });
  return bytes;
}

function header(name: string, size: number): Uint8Array {
  const bytes = new Uint8Array(block);
  const put = (text: string, at: number) => bytes.set(new TextEncoder().encode(text), at);
  const octal = (value: number, digits: number) => value.toString(8).padStart(digits, "0");
  // Longer names are none that the server knows: what is left of them it refuses by name.
  bytes.set(new TextEncoder().encode(name).subarray(0, 99), 0);
  put("0000644\0", 100);
  put("0000000\0", 108);
  put("0000000\0", 116);
  put(`${octal(size, 11)}\0`, 124);
  put(`${octal(0, 11)}\0`, 136);
  // The checksum counts itself as blanks.
  put("        ", 148);
  put("0", 156);
  put("ustar\x0000", 257);
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  put(`${octal(sum, 6)}\0 `, 148);
  return bytes;
}
