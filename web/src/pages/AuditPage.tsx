import { useState } from "react";
import { headFile, keptHead } from "../lib/access";
import type { AuditHead, AuditRecord, AuditVerification } from "../lib/access";
import { getFresh, withQuery } from "../lib/api";
import { download } from "../lib/csv";
import { moment, number, short } from "../lib/format";
import { setSettings, useSetting } from "../lib/router";
import type { Page } from "../lib/types";
import { useApi } from "../lib/useApi";
import { Card, Facts } from "../ui/Card";
import { DataTable } from "../ui/DataTable";
import { ActionButton, TextField } from "../ui/Field";
import { Async, Empty } from "../ui/State";

const rowsOfAPage = 100;

/** Who did what, when; and whether the trail is the one that was written. */
export function AuditPage() {
  return (
    <>
      <h1>Audit</h1>
      <Chain />
      <Records />
    </>
  );
}

function Records() {
  const [who] = useSetting("who");
  const [what] = useSetting("what");
  const [object] = useSetting("object");
  const [from] = useSetting("from");
  const [to] = useSetting("to");
  const [cursor] = useSetting("cursor");
  const filter = { who: who.trim(), what: what.trim(), object: object.trim(), from, to };
  const records = useApi<Page<AuditRecord>>(withQuery("/v1/audit", { ...filter, limit: rowsOfAPage, cursor }));
  // Another selection begins with its newest page.
  const select = (name: string) => (value: string) => setSettings({ [name]: value, cursor: "" });
  return (
    <Card
      title="Records, newest first"
      tools={
        <>
          <TextField label="Who" value={who} hint="ann" onChange={select("who")} />
          <TextField label="What" value={what} hint="publishRun" onChange={select("what")} />
          <TextField label="Object" value={object} hint="id" onChange={select("object")} />
          <TextField label="From" type="date" value={from} onChange={select("from")} />
          <TextField label="To" type="date" value={to} onChange={select("to")} />
        </>
      }
    >
      <Async
        loaded={records}
        isEmpty={(page) => page.items.length === 0}
        empty={
          <Empty title="No record fits">
            <p>Names, operations and ids are compared whole; leave a field empty to see all. Days are in UTC.</p>
          </Empty>
        }
      >
        {(page) => (
          <>
            <DataTable
              caption="Records of the audit trail"
              rows={page.items}
              rowKey={(record) => String(record.sequence)}
              columns={[
                {
                  key: "sequence",
                  label: "Record",
                  isNumber: true,
                  text: (record) => number(record.sequence),
                  order: (record) => record.sequence,
                },
                {
                  key: "time",
                  label: "Time",
                  text: (record) => moment(record.time),
                  order: (record) => record.time,
                  show: (record) => <span className="range">{moment(record.time)}</span>,
                },
                { key: "who", label: "Who", text: (record) => record.actor },
                { key: "how", label: "Known by", text: (record) => record.authenticated_by.replaceAll("_", " ") },
                { key: "what", label: "What", text: (record) => record.action },
                {
                  key: "object",
                  label: "Object",
                  text: (record) => (record.object_id ? `${record.object_kind} ${record.object_id}` : ""),
                  show: (record) =>
                    record.object_id && (
                      <span title={record.object_id}>
                        {record.object_kind} {short(record.object_id)}
                      </span>
                    ),
                },
                { key: "outcome", label: "Outcome", text: (record) => record.outcome },
                { key: "from", label: "From", text: (record) => record.client_address },
                {
                  key: "more",
                  label: "More",
                  text: (record) => JSON.stringify(record.details),
                  show: (record) => <Details record={record} />,
                },
              ]}
            />
            <div className="bar no-print">
              {cursor && (
                <button type="button" onClick={() => setSettings({ cursor: "" })}>
                  Newest
                </button>
              )}
              {page.next_cursor && (
                <button type="button" onClick={() => setSettings({ cursor: page.next_cursor! })}>
                  Older
                </button>
              )}
              <span className="quiet">All that fit, at most a million:</span>
              {["csv", "json", "xlsx"].map((format) => (
                <a key={format} href={withQuery("/v1/audit/export", { ...filter, format })} download>
                  {format.toUpperCase()}
                </a>
              ))}
            </div>
          </>
        )}
      </Async>
    </Card>
  );
}

function Details(props: { record: AuditRecord }) {
  const { record } = props;
  return (
    <details>
      <summary>record {record.sequence}</summary>
      <pre>{JSON.stringify(record.details, null, 1)}</pre>
      <p className="small">
        Request {record.request_id || "none"}
        <br />
        Hash <code>{record.hash}</code>
        <br />
        before it <code>{record.previous_hash}</code>
      </p>
    </details>
  );
}

function Chain() {
  const head = useApi<AuditHead>("/v1/audit/head");
  const [kept, setKept] = useState<AuditHead | undefined>();
  const [isUnreadable, setUnreadable] = useState(false);
  const [found, setFound] = useState<AuditVerification | null>(null);
  const choose = async (file: File | undefined) => {
    const read = file && keptHead(await file.text());
    setKept(read);
    setUnreadable(file !== undefined && read === undefined);
    setFound(null);
  };
  const check = async () => {
    const query = kept ? { sequence: kept.sequence, hash: kept.hash } : {};
    setFound(await getFresh<AuditVerification>(withQuery("/v1/audit/verification", query), new AbortController().signal));
  };
  const save = (last: AuditHead) => {
    const file = headFile(last);
    download(file.name, "application/json", file.text);
  };
  return (
    <Card title="The chain" note="every record holds the hash of the one before">
      <Async
        loaded={head}
        isEmpty={(last) => last.sequence === 0}
        empty={<Empty title="The trail has no record yet" />}
      >
        {(last) => (
          <>
            <Facts
              rows={[
                ["Last record", `${number(last.sequence)}, ${moment(last.time)}`],
                ["Its hash", <code key="hash">{last.hash}</code>],
              ]}
            />
            <div className="bar no-print">
              <button type="button" onClick={() => save(last)}>
                Save the head, to be kept elsewhere
              </button>
              <label className="field">
                <span>A head kept elsewhere, to hold the trail against</span>
                <input type="file" accept=".json,application/json" onChange={(event) => void choose(event.target.files?.[0])} />
              </label>
              <ActionButton run={check} isMain isDisabled={isUnreadable}>
                Check every record
              </ActionButton>
            </div>
            {isUnreadable && (
              <p className="note note-bad" role="alert">
                The file holds no head of an audit trail: choose one that was saved here or by <code>tenor audit head</code>.
              </p>
            )}
            {found && <Verdict found={found} />}
          </>
        )}
      </Async>
    </Card>
  );
}

function Verdict(props: { found: AuditVerification }) {
  const { head, fault, heads_checked: heads } = props.found;
  if (fault) {
    return (
      <p className="note note-bad" role="alert">
        <strong>The trail was changed.</strong> First at record {number(fault.sequence)}: {fault.message}.
      </p>
    );
  }
  return (
    <p className="note note-mild secret-note" role="status">
      <strong>Unbroken</strong> up to record {number(head?.sequence ?? 0)}
      {heads > 0
        ? ", and the same up to the head that was kept."
        : ". A trail cut at its end, or written anew, is found only with a head that was kept elsewhere."}
    </p>
  );
}
