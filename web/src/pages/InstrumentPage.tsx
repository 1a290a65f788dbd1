import { segment } from "../lib/api";
import { short } from "../lib/format";
import type { InstrumentVersion, Page } from "../lib/types";
import { useApi } from "../lib/useApi";
import { Async } from "../ui/State";
import { VersionCards } from "./VersionCards";

/** An instrument in all its versions. */
export function InstrumentPage(props: { instrument: string }) {
  const versions = useApi<Page<InstrumentVersion>>(`/v1/instruments/${segment(props.instrument)}/versions?limit=100`);
  return (
    <>
      <h1>{props.instrument}</h1>
      <Async loaded={versions}>
        {(page) => (
          <VersionCards
            versions={page.items.map((version) => ({
              key: version.version_hash,
              title: `Version ${short(version.version_hash)}`,
              isCurrent: version.is_current,
              storedAt: version.created_at,
              record: version.record,
            }))}
            hasOlder={page.next_cursor !== undefined}
          />
        )}
      </Async>
    </>
  );
}
