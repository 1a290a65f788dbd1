import type { RolePermissions } from "../lib/access";
import { words } from "../lib/format";
import type { Submission } from "../lib/useSubmit";
import { Select, TextField } from "../ui/Field";

export type Rights = { role: string; node: string };

/** The role and node of a user or key, with what the role may do. */
export function RightsFields(props: {
  roles: readonly RolePermissions[];
  rights: Rights;
  submission: Submission;
  onChange: (rights: Rights) => void;
}) {
  const { rights, submission } = props;
  const role = props.roles.find((item) => item.role === rights.role);
  const permissions = (role?.permissions ?? []).filter((name) => rights.node.trim() === "" || name.startsWith("read_"));
  return (
    <>
      <Select
        label="Role"
        value={rights.role}
        choices={props.roles.map((item) => ({ value: item.role, label: item.role }))}
        error={submission.error("role")}
        onChange={(value) => props.onChange({ ...rights, role: value })}
      />
      <TextField
        label="Portfolio node, reading only; empty for everything"
        value={rights.node}
        hint="FUND/DESK"
        error={submission.error("node")}
        onChange={(node) => props.onChange({ ...rights, node })}
      />
      <p className="quiet small">May {permissions.map((name) => words(name).toLowerCase()).join(", ") || "nothing"}.</p>
    </>
  );
}

/** Rights as the services take them. */
export function rightsBody(rights: Rights): { role: string; node?: string } {
  const node = rights.node.trim();
  return node === "" ? { role: rights.role } : { role: rights.role, node };
}
