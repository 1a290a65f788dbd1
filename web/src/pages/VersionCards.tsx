import { moment } from "../lib/format";
import { Card, Facts } from "../ui/Card";

export type Version = { key: string; title: string; isCurrent: boolean; storedAt: string; record: Record<string, unknown> };

/** Versions of a record, the one stored last first; what differs from the one before is marked. */
export function VersionCards(props: { versions: readonly Version[]; hasOlder: boolean }) {
  return (
    <>
      {props.versions.map((version, index) => (
        <Card
          key={version.key}
          title={version.title}
          note={`${version.isCurrent ? "current, " : ""}stored ${moment(version.storedAt)}`}
        >
          <Facts
            rows={Object.entries(version.record).map(([field, value]) => [
              field,
              differs(field, value, props.versions[index + 1]) ? <mark key={field}>{said(value)}</mark> : said(value),
            ])}
          />
        </Card>
      ))}
      {props.hasOlder && <p className="quiet">There are older versions.</p>}
    </>
  );
}

/** Whether a field says something else than in the version before. */
function differs(field: string, value: unknown, before: Version | undefined): boolean {
  return before !== undefined && said(before.record[field]) !== said(value);
}

const said = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value) ?? "");
