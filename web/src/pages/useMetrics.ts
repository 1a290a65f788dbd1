import { send } from "../lib/api";
import { Problem } from "../lib/problem";
import { parseMetrics } from "../lib/metrics";
import type { Sample } from "../lib/metrics";
import { useLoad } from "../lib/useApi";

export function useMetrics() {
  return useLoad<Sample[]>(
    "/metrics",
    async (path) => {
      const response = await send(path, { cache: "no-store" });
      if (!response.ok) throw await Problem.of(response);
      return parseMetrics(await response.text());
    },
    10_000,
  );
}
