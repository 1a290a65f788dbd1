import { signOut, useSession } from "../lib/session";
import { Link } from "../ui/Link";

/** Who is signed in, at the end of the menu. */
export function UserPanel() {
  const state = useSession();
  if (state.kind !== "known") return null;
  const { session } = state;
  if (session.sign_in === "open") {
    return (
      <div className="user">
        <span className="menu-title">Nobody is asked to sign in</span>
        <p className="small">
          Anyone on this machine may do everything. Add the first user: <code>tenor user add</code>
        </p>
      </div>
    );
  }
  return (
    <div className="user">
      <span className="menu-title">Signed in</span>
      <p>
        <strong>{session.name}</strong>
        <br />
        {session.role}
        {session.node && <>, {session.node}</>}
      </p>
      {session.sign_in === "password" && (
        <>
          <Link to="/password">Change password</Link>
          <button type="button" className="plain" onClick={() => void signOut()}>
            Sign out
          </button>
        </>
      )}
    </div>
  );
}
