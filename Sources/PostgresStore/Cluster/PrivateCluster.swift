import CPostgres
import Foundation
import Glibc

/// A PostgreSQL server of one's own, in a folder, for those who have none.
///
/// It listens on a Unix socket only, in a folder that none but its owner and root may enter; that folder is the
/// authentication (`trust`): a password in a file beside it would guard nothing more, and `peer` would not let root speak
/// to a server that runs as `postgres`. Data is as safe as in any server: checksums, fsync and synchronous commit are on.
public struct PrivateCluster: Sendable {
  /// How much of the machine the server may take, and whether it must survive a power cut.
  public struct Settings: Sendable, Hashable {
    /// An eighth of the machine's memory, from 128 to 1,024: tasks read positions and terms from all over a book, and
    /// would fetch each page from the system again and again where they do not fit. Taken as it is used.
    public var sharedBuffersMegabytes = min(
      max(Int(ProcessInfo.processInfo.physicalMemory >> 20) / 8, 128), 1_024)
    public var maxConnections = 100
    /// False only for tests: nothing survives a crash of the machine.
    public var isDurable = true

    public init() {}
  }

  /// Whether the server runs.
  public struct Status: Sendable, Hashable {
    public let isRunning: Bool
    /// The server's process.
    public let processID: Int32?
    /// What to give to `PostgresSettings`.
    public let address: String
    /// Where the cluster's files are.
    public let directory: String
    /// Where the server writes its messages.
    public let logFile: String
    /// `nil` when the cluster has not been made.
    public let majorVersion: Int?
  }

  /// Where the cluster's files are.
  public let directory: String
  /// Where the socket is.
  public let socketDirectory: String
  public let settings: Settings
  let user: ServerUser
  private let environment: [String: String]

  /// Where the command line puts a cluster, in the working folder.
  public static let defaultDirectory = ".tenor/pg"

  static let databaseName = "tenor"
  static let roleName = "tenor"
  /// A Unix socket's path holds 107 bytes and an end mark.
  static let longestSocketPath = 107
  static let socketName = ".s.PGSQL.5432"

  var dataDirectory: String { directory + "/data" }
  var logFile: String { directory + "/server.log" }

  /// A cluster in `directory`; nothing is made or started yet.
  ///
  /// Run by root, the server belongs to another user, who must be able to reach the folder. Where a parent is closed, as
  /// `/root` is, the cluster goes to `/var/lib/tenor` instead, under a name made from `directory`.
  ///
  /// - Parameters:
  ///   - directory: Absolute, or relative to the working folder.
  ///   - environment: The caller's; `PG_BINDIR`, `PATH` and `TMPDIR` are read.
  public init(
    directory: String, environment: [String: String], settings: Settings = Settings()
  ) throws(ClusterError) {
    let wanted = URL(fileURLWithPath: directory).standardizedFileURL.path
    user = try ServerUser.current()
    self.environment = environment
    self.settings = settings
    if user.obstacle(onTheWayTo: wanted) != nil {
      self.directory = "/var/lib/tenor/" + PrivateCluster.shortName(of: wanted)
      if let obstacle = user.obstacle(onTheWayTo: self.directory) {
        throw ClusterError(
          "user \(user.name), who runs the server, may not pass \(obstacle); run as another user than root, "
            + "work in a folder that everybody may pass, or give TENOR_DATABASE_URL")
      }
    } else {
      self.directory = wanted
    }
    let beside = self.directory + "/socket"
    if (beside + "/" + PrivateCluster.socketName).utf8.count <= PrivateCluster.longestSocketPath {
      socketDirectory = beside
    } else {
      let temporary = environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
      let short = "/tenor-\(user.userID)-" + PrivateCluster.shortName(of: self.directory)
      let fits =
        (temporary + short + "/" + PrivateCluster.socketName).utf8.count <= PrivateCluster.longestSocketPath
      socketDirectory = (fits ? temporary : "/tmp") + short
    }
  }

  /// What to give to `PostgresSettings`.
  public var address: String { address(database: PrivateCluster.databaseName) }

  func address(database: String) -> String {
    func quoted(_ value: String) -> String {
      "'" + value.map { $0 == "'" || $0 == "\\" ? "\\\($0)" : "\($0)" }.joined() + "'"
    }
    return
      "host=\(quoted(socketDirectory)) port=5432 user=\(PrivateCluster.roleName) dbname=\(quoted(database))"
  }

  /// Makes the cluster if it is not there, starts it if it does not run, and makes its database.
  ///
  /// Safe to call from many processes at once. What a crash or power cut left behind is cleared away.
  public func start() throws {
    try makeDirectory(directory, mode: 0o755, owned: true)
    try withFileLock(directory + "/lock") {
      try makeCluster()
      try makeSocketDirectory()
      if !awaitAnswer() {
        try writeConfiguration()
        try launch()
      }
      try makeDatabase()
    }
  }

  /// Stops the server and waits for its end; sessions are cut off, their transactions rolled back.
  ///
  /// - Returns: False when it was not running.
  @discardableResult
  public func stop() throws(ClusterError) -> Bool {
    guard recordedProcessID != nil, ping() != PQPING_NO_RESPONSE else { return false }
    let outcome = try user.run(
      try binaries().path("pg_ctl"), ["stop", "-D", dataDirectory, "-m", "fast", "-w", "-t", "60"])
    guard outcome.status == 0 else {
      throw ClusterError(
        "the server did not stop: \(PrivateCluster.lastLine(of: outcome.output)); see \(logFile)")
    }
    return true
  }

  public func status() throws(ClusterError) -> Status {
    let running = ping() == PQPING_OK
    return Status(
      isRunning: running, processID: running ? recordedProcessID : nil, address: address,
      directory: directory,
      logFile: logFile, majorVersion: majorVersion)
  }

  // MARK: Making

  private func makeCluster() throws(ClusterError) {
    if majorVersion != nil {
      var owner = stat()
      if stat(dataDirectory, &owner) == 0, owner.st_uid != user.userID {
        throw ClusterError(
          "the cluster in \(directory) belongs to another user (\(owner.st_uid)); start it as that user, "
            + "or as root if root made it")
      }
      return
    }
    // Made under another name and moved into place, so that a half-made cluster is never taken for one.
    let unfinished = directory + "/data.unfinished"
    try? FileManager.default.removeItem(atPath: unfinished)
    try makeDirectory(unfinished, mode: 0o700, owned: true)
    var arguments = [
      "-D", unfinished, "-U", PrivateCluster.roleName, "-A", "trust", "-E", "UTF8", "--locale=C",
      "--data-checksums", "--no-instructions",
    ]
    if !settings.isDurable { arguments.append("--no-sync") }
    let outcome = try user.run(try binaries().path("initdb"), arguments)
    guard outcome.status == 0 else {
      throw ClusterError(
        "cannot make a PostgreSQL cluster in \(directory): \(PrivateCluster.lastLine(of: outcome.output))")
    }
    let main = unfinished + "/postgresql.conf"
    guard let text = try? String(contentsOfFile: main, encoding: .utf8),
      (try? (text + "\ninclude 'tenor.conf'\n").write(toFile: main, atomically: false, encoding: .utf8))
        != nil,
      rename(unfinished, dataDirectory) == 0
    else { throw ClusterError("cannot write in \(directory); make room or change its permissions") }
  }

  private func makeSocketDirectory() throws(ClusterError) {
    var status = stat()
    if lstat(socketDirectory, &status) == 0 {
      // In a shared temporary folder anybody could have made it first.
      guard status.st_uid == user.userID, status.st_mode & S_IFMT == S_IFDIR else {
        throw ClusterError("\(socketDirectory) belongs to somebody else; remove it")
      }
    }
    try makeDirectory(socketDirectory, mode: 0o700, owned: true)
  }

  private func makeDirectory(_ path: String, mode: mode_t, owned: Bool) throws(ClusterError) {
    // Folders on the way are made passable whatever the umask, since the server may run as another user.
    var folder = ""
    for part in path.split(separator: "/") {
      folder += "/" + part
      if mkdir(folder, 0o755) == 0 {
        chmod(folder, 0o755)
      } else if errno != EEXIST {
        throw ClusterError("cannot make the folder \(folder): \(String(cString: strerror(errno)))")
      }
    }
    if owned { try user.own(path) }
    guard chmod(path, mode) == 0 else {
      throw ClusterError("cannot set the permissions of \(path): \(String(cString: strerror(errno)))")
    }
  }

  private func makeDatabase() throws {
    let connection = try PostgresConnection(PostgresSettings(address: address(database: "postgres")))
    let there = try connection.query(
      "SELECT 1 FROM pg_database WHERE datname = $1", [.text(PrivateCluster.databaseName)])
    if there.isEmpty { try connection.execute("CREATE DATABASE \(PrivateCluster.databaseName)") }
  }

  private func writeConfiguration() throws(ClusterError) {
    let durable = settings.isDurable ? "on" : "off"
    // More helpers of long queries than processors would only take turns from workers.
    let helpers = ProcessInfo.processInfo.activeProcessorCount
    let text = """
      # Written by tenor at every start; changes here are lost.
      listen_addresses = ''
      unix_socket_directories = '\(socketDirectory.replacing("'", with: "''"))'
      unix_socket_permissions = 0700
      port = 5432
      max_connections = \(settings.maxConnections)
      shared_buffers = \(settings.sharedBuffersMegabytes)MB
      work_mem = 32MB
      maintenance_work_mem = 128MB
      max_locks_per_transaction = 256
      max_parallel_workers = \(helpers)
      wal_level = replica
      max_wal_senders = 0
      max_wal_size = 4GB
      checkpoint_timeout = 15min
      wal_compression = lz4
      fsync = \(durable)
      full_page_writes = \(durable)
      synchronous_commit = \(durable)
      random_page_cost = 1.1
      jit = off
      timezone = 'UTC'
      log_timezone = 'UTC'
      log_line_prefix = '%m [%p] %a '
      log_min_messages = warning
      """
    let file = dataDirectory + "/tenor.conf"
    do {
      try (text + "\n").write(toFile: file, atomically: false, encoding: .utf8)
    } catch {
      throw ClusterError("cannot write \(file); make room or change its permissions")
    }
    try user.own(file)
  }

  // MARK: Running

  private func launch() throws(ClusterError) {
    let pgCtl = try binaries().path("pg_ctl")
    var output = ""
    // A killed server and its backends may take a moment to end; until then its lock and memory are in use.
    for attempt in 0..<20 {
      if attempt > 0 { usleep(500_000) }
      clearStaleLocks()
      let outcome = try user.run(
        pgCtl, ["start", "-D", dataDirectory, "-l", logFile, "-w", "-t", "120", "-s"])
      if outcome.status == 0 || awaitAnswer() { return }
      output = outcome.output
      let log = (try? String(contentsOfFile: logFile, encoding: .utf8))?.suffix(2_000) ?? ""
      let isEnding = [
        "still in use", "terminate any old server processes", "postmaster.pid\" already exists",
      ]
      guard isEnding.contains(where: log.contains) else { break }
    }
    throw ClusterError(
      "the PostgreSQL server did not start: \(PrivateCluster.lastLine(of: output)); see \(logFile)")
  }

  /// After a power cut the number in a lock file may by now belong to any process. The server gives up when one of its
  /// own user has it, so a lock that no server of this cluster holds is removed here.
  private func clearStaleLocks() {
    guard let process = recordedProcessID else { return }
    let command = (try? String(contentsOfFile: "/proc/\(process)/cmdline", encoding: .utf8)) ?? ""
    if PrivateCluster.isAlive(process),
      command.isEmpty || (command.contains("postgres") && command.contains(dataDirectory))
    {
      return
    }
    unlink(dataDirectory + "/postmaster.pid")
    unlink(socketDirectory + "/" + PrivateCluster.socketName + ".lock")
  }

  /// A process that has ended keeps its number until its parent takes note, which in a container may be never.
  private static func isAlive(_ process: Int32) -> Bool {
    guard kill(process, 0) == 0 || errno == EPERM else { return false }
    // "1234 (postgres) Z 1 …": the state follows the name, which may hold anything.
    let status = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
    let state = status.lastIndex(of: ")").map { status[$0...].dropFirst(2).prefix(1) } ?? ""
    return state != "Z" && state != "X"
  }

  private var recordedProcessID: Int32? {
    guard let text = try? String(contentsOfFile: dataDirectory + "/postmaster.pid", encoding: .utf8),
      let line = text.split(separator: "\n").first
    else { return nil }
    return Int32(line)
  }

  private func ping() -> PGPing {
    guard FileManager.default.fileExists(atPath: socketDirectory + "/" + PrivateCluster.socketName) else {
      return PQPING_NO_RESPONSE
    }
    return PQping(address(database: "postgres") + " connect_timeout=2")
  }

  /// Whether a server answers, after waiting up to two minutes for one that is starting or stopping.
  private func awaitAnswer() -> Bool {
    for _ in 0..<1_200 {
      switch ping() {
      case PQPING_OK: return true
      case PQPING_REJECT: usleep(100_000)
      default: return false
      }
    }
    return false
  }

  private var majorVersion: Int? {
    (try? String(contentsOfFile: dataDirectory + "/PG_VERSION", encoding: .utf8)).flatMap {
      Int($0.trimmingCharacters(in: .whitespacesAndNewlines))
    }
  }

  private func binaries() throws(ClusterError) -> PostgresBinaries {
    try PostgresBinaries.find(environment: environment, majorVersion: majorVersion)
  }

  /// Sixteen hexadecimal digits that stand for a path (FNV-1a 64).
  private static func shortName(of path: String) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in path.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  private static func lastLine(of output: String) -> String {
    let lines = output.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    return lines.last { !$0.isEmpty } ?? "no message"
  }
}
