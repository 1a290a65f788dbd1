import Foundation
import Glibc
import RunRecords
import TestSupport
import Testing

@testable import PostgresStore

@Suite("A private cluster", .enabled(if: TestCluster.isAvailable), .serialized)
struct ClusterTests {
  private func settings() -> PrivateCluster.Settings {
    var settings = PrivateCluster.Settings()
    settings.sharedBuffersMegabytes = 16
    settings.isDurable = false
    return settings
  }

  private func count(_ cluster: PrivateCluster) throws -> Int {
    let connection = try PostgresConnection(PostgresSettings(address: cluster.address))
    try connection.execute("CREATE TABLE IF NOT EXISTS t (n int); INSERT INTO t VALUES (1)")
    return try connection.query("SELECT count(*) FROM t")[0].int(0)
  }

  @Test("starts once, keeps its data over a stop, and stops once")
  func life() throws {
    // A long path, so that the socket needs a folder of its own.
    let directory =
      try TestCluster.makeDirectory() + "/" + String(repeating: "long/", count: 25) + "it's here"
    let cluster = try PrivateCluster(
      directory: directory, environment: TestCluster.environment, settings: settings())
    #expect(!cluster.socketDirectory.hasPrefix(directory))
    defer { try? FileManager.default.removeItem(atPath: cluster.socketDirectory) }
    #expect(try cluster.status().isRunning == false && cluster.status().majorVersion == nil)
    #expect(try cluster.stop() == false)
    try cluster.start()
    let first = try cluster.status()
    #expect(first.isRunning && first.majorVersion ?? 0 >= PostgresBinaries.oldestVersion)
    #expect(try count(cluster) == 1)
    try cluster.start()
    #expect(try cluster.status().processID == first.processID)
    #expect(try cluster.stop())
    #expect(try cluster.status().isRunning == false)
    #expect(try cluster.stop() == false)
    try cluster.start()
    #expect(try count(cluster) == 2)
    #expect(try cluster.stop())
  }

  @Test("starts again after the server was killed, also when its number belongs to another process by now")
  func crash() throws {
    // What was committed before the crash must be there after it.
    var durable = settings()
    durable.isDurable = true
    let cluster = try PrivateCluster(
      directory: try TestCluster.makeDirectory() + "/pg", environment: TestCluster.environment,
      settings: durable)
    try cluster.start()
    #expect(try count(cluster) == 1)
    let process = try #require(try cluster.status().processID)
    kill(process, SIGKILL)
    while kill(process, 0) == 0 { usleep(10_000) }
    try cluster.start()
    #expect(try count(cluster) == 2)

    // As after a power cut: a lock file, no server, and the number taken by a process that is no server.
    let lock = cluster.dataDirectory + "/postmaster.pid"
    let lines = try String(contentsOfFile: lock, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false)
    #expect(try cluster.stop())
    let stale = (["\(getpid())"] + lines.dropFirst().map(String.init)).joined(separator: "\n")
    try stale.write(toFile: lock, atomically: false, encoding: .utf8)
    try cluster.user.own(lock)
    try cluster.start()
    #expect(try count(cluster) == 3)
    #expect(try cluster.stop())
  }

  @Test(
    "starts again at once after the server was killed, and when nobody takes note of the killed server's end")
  func uncollected() throws {
    var durable = settings()
    durable.isDurable = true
    let cluster = try PrivateCluster(
      directory: try TestCluster.makeDirectory() + "/pg", environment: TestCluster.environment,
      settings: durable)
    for expected in 1...3 {
      try cluster.start()
      #expect(try count(cluster) == expected)
      kill(try #require(try cluster.status().processID), SIGKILL)
    }
    let lock = cluster.dataDirectory + "/postmaster.pid"
    let lines = try String(contentsOfFile: lock, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false)
    let ended = try endedProcess(of: cluster.user)
    defer { waitpid(ended, nil, 0) }
    let stale = (["\(ended)"] + lines.dropFirst().map(String.init)).joined(separator: "\n")
    try stale.write(toFile: lock, atomically: false, encoding: .utf8)
    try cluster.user.own(lock)
    try cluster.start()
    #expect(try count(cluster) == 4)
    #expect(try cluster.stop())
  }

  /// A process of a user that has ended and that nobody has waited for.
  private func endedProcess(of user: ServerUser) throws -> pid_t {
    let words =
      user.dropsPrivileges
      ? [
        "/usr/bin/setpriv", "--reuid=\(user.userID)", "--regid=\(user.groupID)", "--clear-groups",
        "/bin/true",
      ]
      : ["/bin/true"]
    var arguments = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var process: pid_t = 0
    try #require(posix_spawn(&process, words[0], nil, nil, &arguments, environ) == 0)
    var information = siginfo_t()
    try #require(waitid(P_PID, id_t(process), &information, WEXITED | WNOWAIT) == 0)
    return process
  }

  @Test("many processes that start it at once get one server")
  func atOnce() async throws {
    let directory = try TestCluster.makeDirectory() + "/pg"
    let cluster = try PrivateCluster(
      directory: directory, environment: TestCluster.environment, settings: settings())
    try await onThreads(3) { _ in
      try PrivateCluster(
        directory: directory, environment: TestCluster.environment, settings: cluster.settings
      )
      .start()
    }
    #expect(try count(cluster) == 1)
    #expect(try cluster.stop())
  }

  @Test("nobody but the owner may enter the socket's folder")
  func socketFolder() throws {
    let cluster = try PrivateCluster(
      directory: try TestCluster.makeDirectory() + "/pg", environment: TestCluster.environment,
      settings: settings())
    try cluster.start()
    for path in [cluster.socketDirectory, cluster.dataDirectory] {
      var status = stat()
      #expect(stat(path, &status) == 0)
      #expect(status.st_mode & 0o777 == 0o700 && status.st_uid == cluster.user.userID)
    }
    let connection = try PostgresConnection(PostgresSettings(address: cluster.address))
    #expect(try connection.query("SHOW listen_addresses")[0].text(0) == "")
    #expect(try connection.query("SHOW data_checksums")[0].text(0) == "on")
    #expect(try cluster.stop())
  }

  @Test("a missing server is explained with the fix")
  func missing() {
    let error = #expect(throws: ClusterError.self) {
      try PostgresBinaries.find(environment: ["PG_BINDIR": "/nonexistent"])
    }
    #expect(error?.message.contains("PG_BINDIR") == true)
    let other = #expect(throws: ClusterError.self) {
      try PostgresBinaries.find(environment: ["PATH": "/usr/bin"], majorVersion: 9)
    }
    #expect(other?.message.contains("apt-get install postgresql-9") == true)
  }

  @Test("run by root, a folder that the server's user may not reach is replaced by one that it may")
  func closedParent() throws {
    guard geteuid() == 0 else { return }
    let closed = try TestCluster.makeDirectory() + "/closed"
    try FileManager.default.createDirectory(
      atPath: closed, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    let cluster = try PrivateCluster(directory: closed + "/pg", environment: TestCluster.environment)
    #expect(cluster.directory.hasPrefix("/var/lib/tenor/"))
    #expect(
      try PrivateCluster(directory: closed + "/pg", environment: [:]).directory == cluster.directory)
  }

  @Test("the room on the disk is what the system says of the folder")
  func diskSpace() throws {
    let directory = try TestCluster.makeDirectory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let cluster = try PrivateCluster(directory: directory, environment: TestCluster.environment)
    let space = try #require(cluster.diskSpace())
    let system = try FileManager.default.attributesOfFileSystem(forPath: cluster.directory)
    #expect(space.totalBytes == (system[.systemSize] as? NSNumber)?.intValue)
    #expect(space.freeBytes > 0 && space.freeBytes <= space.totalBytes)
    let nowhere = try PrivateCluster(directory: directory + "/none", environment: TestCluster.environment)
    #expect(nowhere.diskSpace() == nil)
  }
}
