// The Prometheus text format, as far as plain counters and gauges go.

export type Sample = { name: string; labels: Record<string, string>; value: number; help: string };

export function parseMetrics(text: string): Sample[] {
  const help = new Map<string, string>();
  const samples: Sample[] = [];
  for (const line of text.split("\n")) {
    const described = /^# HELP (\S+) (.*)$/.exec(line);
    if (described) help.set(described[1]!, described[2]!);
    const found = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/.exec(line);
    if (!found) continue;
    const labels: Record<string, string> = {};
    for (const label of (found[2] ?? "").matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)) {
      labels[label[1]!] = label[2]!.replace(/\\(.)/g, (_, next: string) => (next === "n" ? "\n" : next));
    }
    samples.push({ name: found[1]!, labels, value: Number(found[3]), help: help.get(found[1]!) ?? "" });
  }
  return samples;
}
