export function SecretField(props: {
  label: string;
  value: string;
  /** What a password manager fills in: "current-password" or "new-password". */
  fill: "current-password" | "new-password";
  onChange: (value: string) => void;
}) {
  return (
    <label className="field">
      <span>{props.label}</span>
      <input
        type="password"
        value={props.value}
        autoComplete={props.fill}
        required
        onChange={(event) => props.onChange(event.target.value)}
      />
    </label>
  );
}
