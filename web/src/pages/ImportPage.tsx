import { useState } from "react";
import { sendFile, withQuery } from "../lib/api";
import { bytes, moment, number } from "../lib/format";
import { setSettings, useSetting } from "../lib/router";
import { asksForNames, may, useSession } from "../lib/session";
import { inMarketFolder, tarBytes } from "../lib/tar";
import type { Import, Page } from "../lib/types";
import { useApi } from "../lib/useApi";
import { Badge, Card } from "../ui/Card";
import { DataTable } from "../ui/DataTable";
import { ActionButton, Select, TextField } from "../ui/Field";
import { Async, Empty } from "../ui/State";
import { ImportProgress } from "./ImportProgress";

const kinds = [
  { value: "positions", label: "Positions" },
  { value: "instruments", label: "Instruments" },
  { value: "counterparties", label: "Counterparties" },
  { value: "market", label: "Market" },
  { value: "scenarios", label: "Scenario set" },
];

/** The type that a file is sent as, by its name. */
export function fileType(name: string): string {
  const lower = name.toLowerCase();
  if (lower.endsWith(".gz") || lower.endsWith(".tgz")) return "application/gzip";
  if (lower.endsWith(".tar")) return "application/x-tar";
  return lower.endsWith(".json") ? "application/json" : "text/csv";
}

/** A file is checked, its mistakes are shown, and then it is imported. */
export function ImportPage() {
  const [shown] = useSetting("import");
  const isAllowed = may(useSession(), "import_data");
  const imports = useApi<Page<Import>>(isAllowed ? "/v1/imports?limit=100" : null);
  if (!isAllowed) {
    return (
      <>
        <h1>Import</h1>
        <Empty title="You may look at what there is, but not import" />
      </>
    );
  }
  return (
    <>
      <h1>Import</h1>
      <ImportForm begun={imports.reload} />
      {shown && <ImportProgress key={shown} id={shown} onEnd={imports.reload} />}
      <Card title="Imports, newest first">
        <Async loaded={imports} isEmpty={(page) => page.items.length === 0} empty={<Empty title="Nothing was imported here yet" />}>
          {(page) => <ImportsTable items={page.items} />}
        </Async>
      </Card>
    </>
  );
}

function ImportForm(props: { begun: () => void }) {
  const session = useSession();
  const [kind, setKind] = useSetting("kind", "positions");
  const [files, setFiles] = useState<File[]>([]);
  const [asOf, setAsOf] = useState("");
  const [name, setName] = useState("");
  const [checked, setChecked] = useState("");
  const asksName = asksForNames(session);
  const isPositions = kind === "positions";
  const isMarket = kind === "market";
  // Of a market all the files of its folder; else one file.
  const chosen = isMarket ? files : files.slice(0, 1);
  // What was checked: another file, kind or day has to be checked anew.
  const named = chosen.map((file) => `${file.name} ${file.size} ${file.lastModified}`).join(" ");
  const what = chosen.length > 0 ? `${kind} ${isPositions ? asOf : ""} ${named}` : "";
  const isReady = chosen.length > 0 && (!isPositions || asOf.trim() !== "");
  const begin = (isDryRun: boolean) => async () => {
    const file = chosen.length > 1 ? new File([await tarBytes(chosen.map(inMarketFolder))], "market.tar") : chosen[0];
    if (!file) return;
    const path = withQuery("/v1/imports", {
      kind,
      file: file.name,
      dry_run: isDryRun || undefined,
      as_of: isPositions ? asOf.trim() : undefined,
      by: asksName ? name.trim() : undefined,
    });
    const made = await sendFile<Import>(path, file, fileType(file.name));
    setChecked(isDryRun ? what : "");
    setSettings({ import: made.import_id });
    props.begun();
  };
  return (
    <Card
      title={isMarket ? "A market" : "A file"}
      note={isMarket ? "all files of its folder, or one JSON document, as they are or packed by gzip" : "CSV or JSON, as it is or packed by gzip"}
    >
      <div className="bar">
        <Select label="It holds" value={kind} choices={kinds} onChange={setKind} />
        {isPositions && <TextField label="Positions as of" value={asOf} hint="YYYY-MM-DD" onChange={setAsOf} />}
        {asksName && <TextField label="Imported by" value={name} hint="api" onChange={setName} />}
      </div>
      <DropZone files={chosen} isMarket={isMarket} take={setFiles} />
      <ActionButton run={begin(true)} isMain={what !== checked} isDisabled={!isReady}>
        Check it first
      </ActionButton>{" "}
      <ActionButton run={begin(false)} isMain={what !== "" && what === checked} isDisabled={!isReady || what !== checked}>
        Import
      </ActionButton>
      {isReady && what !== checked && <p className="quiet small">Checking stores nothing and shows every mistake.</p>}
    </Card>
  );
}

function DropZone(props: { files: File[]; isMarket: boolean; take: (files: File[]) => void }) {
  const [isOver, setOver] = useState(false);
  return (
    <div
      className={isOver ? "drop over" : "drop"}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        props.take([...event.dataTransfer.files]);
      }}
    >
      <label className="field">
        <span>{props.isMarket ? "Drop the files of a market here, or choose them" : "Drop a file here, or choose one"}</span>
        <input
          type="file"
          multiple={props.isMarket}
          accept=".csv,.json,.gz,.tar,.tgz,text/csv,application/json,application/gzip,application/x-tar"
          onChange={(event) => props.take([...(event.target.files ?? [])])}
        />
      </label>
      {props.files.map((file) => (
        <p key={file.name} className="small">
          <strong>{file.name}</strong>, {bytes(file.size)}
        </p>
      ))}
    </div>
  );
}

function ImportsTable(props: { items: Import[] }) {
  return (
    <DataTable
      caption="Imports"
      rows={props.items}
      rowKey={(item) => item.import_id}
      exportName="imports"
      columns={[
        {
          key: "id",
          label: "Number",
          text: (item) => item.import_id,
          order: (item) => Number(item.import_id),
          show: (item) => (
            <button type="button" className="plain" onClick={() => setSettings({ import: item.import_id })}>
              {item.import_id}
            </button>
          ),
        },
        { key: "kind", label: "Kind", text: (item) => (item.is_dry_run ? `${item.kind}, check only` : item.kind) },
        { key: "file", label: "File", text: (item) => item.file.name },
        { key: "state", label: "State", text: (item) => item.state, show: (item) => <Badge state={item.state} /> },
        {
          key: "accepted",
          label: "Good rows",
          isNumber: true,
          text: (item) => number(item.rows.accepted),
          order: (item) => item.rows.accepted,
        },
        {
          key: "rejected",
          label: "Mistakes",
          isNumber: true,
          text: (item) => number(item.rows.rejected),
          order: (item) => item.rows.rejected,
        },
        { key: "by", label: "By", text: (item) => item.created_by },
        { key: "at", label: "When", text: (item) => moment(item.created_at), order: (item) => item.created_at },
      ]}
    />
  );
}
