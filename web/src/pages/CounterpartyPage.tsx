import { segment } from "../lib/api";
import type { CounterpartyVersion, Page } from "../lib/types";
import { useApi } from "../lib/useApi";
import { Async } from "../ui/State";
import { VersionCards } from "./VersionCards";

/** A counterparty in all its versions. */
export function CounterpartyPage(props: { counterparty: string }) {
  const versions = useApi<Page<CounterpartyVersion>>(
    `/v1/counterparties/${segment(props.counterparty)}/versions?limit=100`,
  );
  return (
    <>
      <h1>{props.counterparty}</h1>
      <Async loaded={versions}>
        {(page) => (
          <VersionCards
            versions={page.items.map((version) => ({
              key: String(version.version),
              title: `Version ${version.version}`,
              isCurrent: version.is_current,
              storedAt: version.stored_at,
              record: version.counterparty,
            }))}
            hasOlder={page.next_cursor !== undefined}
          />
        )}
      </Async>
    </>
  );
}
