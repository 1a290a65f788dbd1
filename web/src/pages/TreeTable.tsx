import { useMemo, useState } from "react";
import { withQuery } from "../lib/api";
import { cellOf, reasonText, totalsByNode } from "../lib/cells";
import { csv, download } from "../lib/csv";
import { number } from "../lib/format";
import { measureLabel, measureStyle, measureText } from "../lib/measures";
import { trees, visibleNodes } from "../lib/tree";
import type { TreeNode } from "../lib/tree";
import type { NodeResult } from "../lib/types";
import { denseFrom } from "../ui/DataTable";
import { Link } from "../ui/Link";
import { runPage } from "./useRun";

type Props = {
  run: string;
  totals: readonly NodeResult[];
  measures: readonly string[];
  scenario: string;
  name: string;
};

/** Small trees are shown whole, large ones to their second level. */
function closedAtFirst(roots: readonly TreeNode[]): Set<string> {
  const all = visibleNodes(roots, () => true);
  return new Set(all.length <= 60 ? [] : all.filter((node) => node.depth >= 1).map((node) => node.path));
}

/** Totals down the portfolio tree; every number leads to the positions behind it. */
export function TreeTable(props: Props) {
  const { totals, measures, scenario } = props;
  const roots = useMemo(() => trees(totals.map((total) => total.node)), [totals]);
  const [closed, setClosed] = useState<ReadonlySet<string>>(() => closedAtFirst(roots));
  const byMeasure = useMemo(
    () => new Map(measures.map((measure) => [measure, totalsByNode(totals, measure)])),
    [totals, measures],
  );
  const rows = visibleNodes(roots, (path) => !closed.has(path));
  const turn = (path: string) => {
    const next = new Set(closed);
    if (!next.delete(path)) next.add(path);
    setClosed(next);
  };
  const text = (node: string, measure: string) => {
    const value = cellOf(byMeasure.get(measure)?.get(node)?.cells ?? [], scenario)?.value;
    return value === undefined ? "" : measureText(measure, value, true);
  };
  const counts = (node: string) => byMeasure.get(measures[0] ?? "")?.get(node);
  const save = () => {
    const head = ["Node", ...measures.map((measure) => measureLabel(measure)), "Positions", "Without"];
    const body = rows.map((row) => [
      row.path,
      ...measures.map((measure) => text(row.path, measure)),
      number(counts(row.path)?.position_count ?? 0),
      number(counts(row.path)?.gap_count ?? 0),
    ]);
    download(`${props.name}.csv`, "text/csv;charset=utf-8", csv([head, ...body]));
  };
  return (
    <div className="table-block">
      <div className="table-scroll table-whole" tabIndex={0} role="region" aria-label="Totals by portfolio node, table">
        <table className={measures.length > denseFrom - 3 ? "tree dense" : "tree"}>
          <caption className="visually-hidden">Totals by portfolio node</caption>
          <thead>
            <tr>
              <th scope="col">Node</th>
              {measures.map((measure) => {
                const style = measureStyle(measure);
                return (
                  <th key={measure} scope="col" className="number">
                    {style.label}
                    {style.unit && !style.suffix && <span className="unit"> {style.unit}</span>}
                  </th>
                );
              })}
              <th scope="col" className="number">
                Positions
              </th>
              <th scope="col" className="number">
                Without
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.path} className={row.depth === 0 ? "root" : ""}>
                <th scope="row">
                  <span className="indent" style={{ width: row.depth * 16 }} />
                  {row.children.length > 0 ? (
                    <button
                      type="button"
                      className="twist"
                      aria-expanded={!closed.has(row.path)}
                      aria-label={`${closed.has(row.path) ? "Open" : "Close"} ${row.path}`}
                      onClick={() => turn(row.path)}
                    >
                      {closed.has(row.path) ? "▸" : "▾"}
                    </button>
                  ) : (
                    <span className="twist" />
                  )}
                  {row.name}
                </th>
                {measures.map((measure) => {
                  const cell = cellOf(byMeasure.get(measure)?.get(row.path)?.cells ?? [], scenario);
                  const shown = text(row.path, measure);
                  return (
                    <td
                      key={measure}
                      className={(cell?.value ?? 0) < 0 ? "number negative" : "number"}
                      title={cell?.reason ? reasonText(cell.reason) : undefined}
                    >
                      {shown ? (
                        <Link to={withQuery(runPage(props.run, "results"), { node: row.path, measures: measure, scenario })}>
                          {shown}
                        </Link>
                      ) : (
                        <span className="quiet">–</span>
                      )}
                    </td>
                  );
                })}
                <td className="number">{number(counts(row.path)?.position_count ?? 0)}</td>
                <td className="number">
                  {(counts(row.path)?.gap_count ?? 0) > 0 ? (
                    <Link
                      to={withQuery(runPage(props.run, "results"), {
                        node: row.path,
                        measures: measures[0],
                        reason: "any",
                      })}
                    >
                      {number(counts(row.path)?.gap_count ?? 0)}
                    </Link>
                  ) : (
                    "0"
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <button type="button" className="plain small no-print" onClick={save}>
        Export CSV
      </button>
    </div>
  );
}
