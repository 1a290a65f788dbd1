import Foundation
import Glibc

/// The operating-system user that owns a private cluster and runs its server.
///
/// A PostgreSQL server refuses to run as root. Then `postgres`, which Debian's server package makes, or else `nobody`
/// runs it, and owns its files.
struct ServerUser: Sendable, Hashable {
  let name: String
  let userID: uid_t
  let groupID: gid_t
  /// Commands are run through `setpriv`, files are handed over.
  let dropsPrivileges: Bool

  static func current() throws(ClusterError) -> ServerUser {
    guard geteuid() == 0 else {
      return ServerUser(name: "", userID: geteuid(), groupID: getegid(), dropsPrivileges: false)
    }
    for name in ["postgres", "nobody"] {
      if let entry = getpwnam(name) {
        return ServerUser(
          name: name, userID: entry.pointee.pw_uid, groupID: entry.pointee.pw_gid, dropsPrivileges: true)
      }
    }
    throw ClusterError(
      "a PostgreSQL server cannot run as root, and there is neither a user postgres nor nobody; "
        + "make one (useradd --system postgres) or run as another user")
  }

  /// The server's messages are read by this program, so they come untranslated.
  static let environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"]

  /// Runs a program as this user.
  func run(_ program: String, _ arguments: [String]) throws(ClusterError) -> Subprocess.Outcome {
    guard dropsPrivileges else {
      return try Subprocess.run(program, arguments, environment: ServerUser.environment)
    }
    let privileges = ["--reuid=\(userID)", "--regid=\(groupID)", "--clear-groups", "--", program]
    return try Subprocess.run("/usr/bin/setpriv", privileges + arguments, environment: ServerUser.environment)
  }

  /// Hands a file or folder to this user.
  func own(_ path: String) throws(ClusterError) {
    guard dropsPrivileges else { return }
    guard chown(path, userID, groupID) == 0 else {
      throw ClusterError("cannot give \(path) to user \(name): \(String(cString: strerror(errno)))")
    }
  }

  /// The first folder on the way to `path` that this user may not pass; `nil` when the way is open.
  func obstacle(onTheWayTo path: String) -> String? {
    guard dropsPrivileges else { return nil }
    var directory = ""
    for part in path.split(separator: "/") {
      var status = stat()
      let folder = directory.isEmpty ? "/" : directory
      if stat(folder, &status) != 0 { return nil }  // not there yet: it will be made open
      let bit: mode_t =
        status.st_uid == userID ? S_IXUSR : status.st_gid == groupID ? S_IXGRP : S_IXOTH
      if status.st_mode & bit == 0 { return folder }
      directory += "/" + part
    }
    return nil
  }
}
