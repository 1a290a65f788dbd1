import { useState } from "react";
import { change } from "../lib/api";
import type { DealDetail, DealState } from "../lib/deals";
import { moment, short, words } from "../lib/format";
import { asksForNames, may, useSession } from "../lib/session";
import { Badge, Card, Facts } from "../ui/Card";
import { ActionButton, TextField } from "../ui/Field";

type Item = DealDetail["versions"][number];

const actions: { verb: string; label: string; permission: string; from: DealState[]; needsComment: boolean; confirm?: string }[] = [
  { verb: "validate", label: "Validate", permission: "import_data", from: ["UPLOADED"], needsComment: false },
  { verb: "approve", label: "Approve", permission: "publish_runs", from: ["VALIDATED"], needsComment: true },
  { verb: "reject", label: "Reject", permission: "publish_runs", from: ["UPLOADED", "VALIDATED"], needsComment: true, confirm: "Reject it for good?" },
  { verb: "archive", label: "Archive", permission: "publish_runs", from: ["APPROVED", "ACTIVE"], needsComment: true, confirm: "Archive it for good?" },
];

/** The steps of a version so far, and those that one may take now. */
export function DealReviewCard(props: { item: Item; path: string; reload: () => void }) {
  const { version, events } = props.item;
  return (
    <Card title={`Version ${version.version}`} note={<Badge state={version.state} />}>
      <Facts
        rows={[
          ...events.map(
            (event) =>
              [`${words(event.state.toLowerCase())} by ${event.actor}, ${moment(event.at)}`, event.comment || "no comment"] as const,
          ),
          ["Content hash", <code key="hash">{short(version.document_hash)}</code>] as const,
        ]}
      />
      <Actions {...props} />
    </Card>
  );
}

function Actions(props: { item: Item; path: string; reload: () => void }) {
  const session = useSession();
  const asksName = asksForNames(session);
  const [comment, setComment] = useState("");
  const [name, setName] = useState("");
  const open = actions.filter((action) => action.from.includes(props.item.version.state) && may(session, action.permission));
  if (open.length === 0) return null;
  const act = (verb: string) => async () => {
    await change("POST", `${props.path}/${verb}`, {
      ...(comment.trim() ? { comment: comment.trim() } : {}),
      ...(asksName ? { actor: name.trim() } : {}),
    });
    setComment("");
    props.reload();
  };
  return (
    <div className="bar no-print">
      <TextField label="Comment" value={comment} hint="what was looked at" onChange={setComment} />
      {asksName && <TextField label="Person" value={name} onChange={setName} />}
      {open.map((action) => (
        <ActionButton
          key={action.verb}
          run={act(action.verb)}
          isMain={action.verb === "approve" || action.verb === "validate"}
          isDisabled={(action.needsComment && comment.trim() === "") || (asksName && name.trim() === "")}
          {...(action.confirm ? { confirm: action.confirm } : {})}
        >
          {action.label}
        </ActionButton>
      ))}
    </div>
  );
}
