// A scenario's shift in words, whatever its kind: its members, named, one after the other.

export function shiftText(shift: Record<string, unknown>): string {
  return Object.entries(shift)
    .map(([kind, members]) => `${kind.replaceAll("_", " ")}: ${describe(members)}`)
    .join("; ");
}

function describe(value: unknown): string {
  // No names means all of them.
  if (Array.isArray(value)) return value.length === 0 ? "all" : value.map(describe).join(", ");
  if (value === null || typeof value !== "object") return String(value);
  const members = Object.entries(value as Record<string, unknown>);
  // One point of a profile: its tenor and its move.
  const { tenor, basis_points: points } = value as Record<string, unknown>;
  if (tenor !== undefined && points !== undefined && members.length === 2) return `${tenor} ${points} bp`;
  return members
    .map(([name, member]) => {
      const text = describe(member);
      const label = name.replaceAll("_", " ");
      if (name === "basis_points") return `${text} bp`;
      return name === "shape" || name === "move" ? text : `${label} ${text}`;
    })
    .join(", ");
}
