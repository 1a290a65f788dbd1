import { useState } from "react";
import { change, segment } from "../lib/api";
import { moment } from "../lib/format";
import { limitPage } from "../lib/limits";
import { asksForNames, may, useSession } from "../lib/session";
import type { LimitEvaluation } from "../lib/types";
import { useSubmit } from "../lib/useSubmit";
import { Badge } from "../ui/Card";
import { TextField } from "../ui/Field";
import { Link } from "../ui/Link";
import { ProblemNote } from "../ui/State";
import { runPath } from "./useRun";

/** What was said of a breach, a warning or a figure that cannot be told, and room to say more. */
export function Acknowledge(props: { run: string; items: LimitEvaluation[]; done: () => void }) {
  const session = useSession();
  const open = props.items.filter((item) => item.status !== "OK");
  if (open.length === 0) return null;
  return (
    <>
      <h3>Breaches and warnings</h3>
      <ul className="operations">
        {open.map((item) => (
          <li key={`${item.limit} ${item.version}`}>
            <p>
              <Badge state={item.status} /> <Link to={limitPage(item.limit)}>{item.limit}</Link>
              {!item.is_in_force && <span className="quiet"> version {item.version}, not in force</span>}
            </p>
            {item.acknowledgements.length === 0 && <p className="quiet small">Nobody has said yet what is done about it.</p>}
            {item.acknowledgements.map((note) => (
              <p key={`${note.at} ${note.by}`} className="small">
                <strong>{note.by}</strong>, {moment(note.at)}: {note.comment}
              </p>
            ))}
            {may(session, "manage_limits") && (
              <Comment run={props.run} item={item} asksName={asksForNames(session)} done={props.done} />
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

function Comment(props: { run: string; item: LimitEvaluation; asksName: boolean; done: () => void }) {
  const { item } = props;
  const [comment, setComment] = useState("");
  const [person, setPerson] = useState("");
  const submission = useSubmit(async () => {
    await change("POST", runPath(props.run, "limits", segment(item.limit), "acknowledge"), {
      comment: comment.trim(),
      version: item.version,
      ...(props.asksName ? { by: person.trim() } : {}),
    });
    setComment("");
    props.done();
  });
  return (
    <form className="bar no-print" onSubmit={submission.submit} aria-label={`Acknowledge ${item.limit}`}>
      <TextField
        label={`What is done about ${item.limit}`}
        value={comment}
        error={submission.error("comment")}
        onChange={setComment}
      />
      {props.asksName && <TextField label="Person" value={person} error={submission.error("by")} onChange={setPerson} />}
      <button type="submit" disabled={submission.busy || comment.trim() === "" || (props.asksName && person.trim() === "")}>
        Acknowledge
      </button>
      {submission.problem && <ProblemNote problem={submission.problem} />}
    </form>
  );
}
