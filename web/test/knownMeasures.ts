import { setMeasures } from "../src/lib/measures";
import type { MeasureInfo } from "../src/lib/measures";

/** Some measures as GET /v1/measures names them. */
export function knowMeasures(): void {
  const info = (measure: string, label: string, unit: MeasureInfo["unit"], decimals: number): MeasureInfo => ({
    measure,
    label,
    unit,
    decimals,
    aggregation: unit === "AMOUNT" ? "SUM" : "WEIGHTED_BY_PV",
    factor: measure === "KEY_RATE_DV01" ? "CURVE_POINT" : "NONE",
    sign: "",
  });
  setMeasures([
    info("PV", "Value", "AMOUNT", 0),
    info("YIELD", "Yield", "RATE", 3),
    info("DV01", "DV01", "AMOUNT", 2),
    info("KEY_RATE_DV01", "Key-rate DV01", "AMOUNT", 2),
    info("CASHFLOWS", "Cash flows", "NONE", 0),
  ]);
}
