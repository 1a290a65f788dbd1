import { segment } from "../lib/api";
import { moment, short } from "../lib/format";
import type { InstrumentVersion, Page } from "../lib/types";
import { useApi } from "../lib/useApi";
import { Card, Facts } from "../ui/Card";
import { Async } from "../ui/State";

/** An instrument in all its versions, the one stored last first. */
export function InstrumentPage(props: { instrument: string }) {
  const versions = useApi<Page<InstrumentVersion>>(`/v1/instruments/${segment(props.instrument)}/versions?limit=100`);
  return (
    <>
      <h1>{props.instrument}</h1>
      <Async loaded={versions}>
        {(page) => (
          <>
            {page.items.map((version, index) => (
              <Card
                key={version.version_hash}
                title={`Version ${short(version.version_hash)}`}
                note={`${version.is_current ? "current, " : ""}stored ${moment(version.created_at)}`}
              >
                <Facts
                  rows={Object.entries(version.record).map(([field, value]) => [
                    field,
                    differs(field, value, page.items[index + 1]) ? <mark key={field}>{said(value)}</mark> : said(value),
                  ])}
                />
              </Card>
            ))}
            {page.next_cursor && <p className="quiet">There are older versions.</p>}
          </>
        )}
      </Async>
    </>
  );
}

/** Whether a field says something else than in the version before. */
function differs(field: string, value: unknown, before: InstrumentVersion | undefined): boolean {
  return before !== undefined && said(before.record[field]) !== said(value);
}

const said = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value) ?? "");
