import Foundation
import Instruments
import PostgresStore
import Pricing
import RunRecords

/// Stores one vector per position through the queue, beside a bare COPY of the same vectors, and reads them back.
///
/// Bound, before measuring: a vector of 100 doubles is 1,236 bytes on the wire, of which 800 are values, and 850 bytes in
/// the table and again in the log. A million of them are 0.85 GB of pages and as much log; one core of a server takes in
/// about 0.3 GB/s of arrays.
@main struct StorageBenchmark {
  static func main() {
    guard let arguments = Arguments(Array(CommandLine.arguments.dropFirst())) else {
      print(Arguments.usage)
      exit(2)
    }
    do {
      try run(arguments)
    } catch {
      print("failed: \(error)")
      exit(1)
    }
  }

  private static func run(_ arguments: Arguments) throws {
    var shape = PrivateCluster.Settings()
    shape.sharedBuffersMegabytes = 2_048
    let cluster = try PrivateCluster(
      directory: arguments.folder + "/pg", environment: ProcessInfo.processInfo.environment, settings: shape)
    try cluster.start()
    defer { _ = try? cluster.stop() }
    let settings = PostgresSettings(
      address: cluster.address, applicationName: "tenor benchmark", statementTimeoutMilliseconds: 0)
    let connection = try PostgresConnection(settings)
    try Migrator(connection).migrate()
    let book = try Book(arguments, connection)
    let parts = try book.parts(threads: arguments.workers)
    let cells = arguments.vectors * arguments.scenarios
    print(
      "\(arguments.vectors) vectors of \(arguments.scenarios), \(cells) cells, \(arguments.workers) workers, "
        + "\(parts.count) tasks")

    let unlogged = try BareCopy.seconds(parts, settings, workers: arguments.workers, isLogged: false)
    let logged = try BareCopy.seconds(parts, settings, workers: arguments.workers, isLogged: true)
    let stored = try StoredRun("RUN-1", book, parts, settings, workers: arguments.workers)
    let total = stored.loadSeconds + stored.finishSeconds
    print("bare COPY, unlogged   \(text(unlogged))")
    print("bare COPY, logged     \(text(logged))")
    print(
      "(a) run               \(text(total)): tasks \(text(stored.loadSeconds)), key and attach "
        + "\(text(stored.finishSeconds)); \(Int(Double(cells) / total / 1_000_000)) million cells/s; "
        + String(format: "%.2f times unlogged, %.2f times logged", total / unlogged, total / logged))

    let queries = Queries(stored, book, connection, count: arguments.queries)
    print("(b) node total        \(try queries.node().text)")
    print("(c) sum of a scenario \(try queries.aggregate().text)")
    let before = processorSeconds()
    let pages = try queries.page()
    let own = (processorSeconds() - before) / Double(arguments.queries)
    print("(d) page of 1,000     \(pages.text); \(milliseconds(own)) ms of the client's processor each")
    print("    of one scenario   \(try queries.page(scenarios: [0]).text)")
    var filter = ResultStore.Filter(productType: .fixedBond, measure: .presentValue)
    print("    of a product      \(try queries.page(filter).text)")
    filter = ResultStore.Filter(node: "FUND/DESK 7")
    print("    of a desk (1/20)  \(try queries.page(filter, everyNth: 20).text)")

    let archive = RunArchive(of: stored.id, in: arguments.folder + "/archive")
    let written = try timed { try archive.write(stored.id, connection) }.seconds
    print("    archive           \(text(written)), checked; \(try megabytes(archive.path)) MB in files")

    let (seconds, _) = try timed { try RunStore(connection).remove(stored.id, by: "benchmark") }
    print("(e) removal           \(milliseconds(seconds)) ms")
    let restored = try timed { try archive.restore(connection) }.seconds
    print("    restoring         \(text(restored)), with key")
  }

  private static func megabytes(_ folder: String) throws -> Int {
    let files = try FileManager.default.contentsOfDirectory(atPath: folder)
    return try files.reduce(0) { sum, name in
      let size = try FileManager.default.attributesOfItem(atPath: folder + "/" + name)[.size] as? Int
      return sum + (size ?? 0)
    } / 1_000_000
  }
}
