import Foundation
import Glibc
import PostgresStore
import TestSupport
import Testing

@Suite("Services while something fails", .enabled(if: TestCluster.isAvailable))
struct ServiceFaultTests {
  /// What readers ask for: pages, totals, a search, curves, files, of a run that no longer changes.
  private func targets(run: String, market: String, positions: String) -> [String] {
    let of = "/v1/runs/\(run)"
    return [
      "\(of)/results?limit=200", "\(of)/results?node=ALPHA/CREDIT&measure=DV01&limit=50",
      "\(of)/nodes?limit=100", "\(of)/gaps", "\(of)/risk?scenario=BASE", "\(of)/risk/key-rates",
      "\(of)/risk/contributions?by=product_type", "\(of)/positions/P00001/cashflows", "\(of)/ladder",
      "\(of)/results/export?format=csv&measure=PV", "/v1/instruments?product_type=FIXED_BOND&limit=50",
      "/v1/marketdata/snapshots/\(market)/curves/USD.TREASURY",
      "/v1/positions/snapshots/\(positions)/positions?limit=100", "/v1/runs?limit=5", "/v1/measures",
    ]
  }

  private func serve(_ tenor: Tenor, port: UInt16 = 0) async throws -> TenorProcess {
    let server = try tenor.start("serve", "--port", "\(port)", "--rate-limit", "0", "--quiet")
    _ = try await server.port()
    return server
  }

  private func database(_ tenor: Tenor) async throws -> [String: Any] {
    try #require(try json(try await tenor.success("db", "status", "--json")) as? [String: Any])
  }

  @Test(
    "while the database stops, is killed, and the service is killed, a read is right, or told to come again, or cut off"
  )
  func reads() async throws {
    let tenor = try Tenor()
    try await tenor.importBook(GeneratedBook(count: 300))
    let market = try await tenor.success("import", "market", Tenor.fund + "/market", "--id-only")
    let positions = try await tenor.success(
      "import", "positions", "positions.csv", "--as-of", "2023-03-31", "--id-only")
    let run = try await tenor.createRun(buckets: 4)
    #expect(try await tenor.startWorker("only").outcome().status == 0)
    var server = try await serve(tenor)
    let client = LoopbackClient(port: try await server.port())

    var quiet: [(target: String, body: [UInt8])] = []
    for target in targets(run: run, market: market, positions: positions) {
      let answer = try #require(client.get(target), "\(target) is not answered")
      try #require(answer.status == 200, "\(target): \(answer.text)")
      #expect(client.get(target)?.body == answer.body, "\(target) is not the same twice")
      quiet.append((target, answer.body))
    }
    // Other plans for the same questions, once the database has counted what it holds.
    let address = try #require(try await database(tenor)["address"] as? String)
    try PostgresConnection(PostgresSettings(address: address)).execute("ANALYZE")
    for (target, body) in quiet {
      let isSame = client.get(target)?.body == body
      #expect(isSame, "\(target) is not the same by another plan")
    }
    let load = ReadLoad(quiet, of: client, readers: 4)
    try await load.served("all readers are served")

    // The database stops in order.
    try await tenor.success("db", "stop")
    var turnedAway = load.tally.comeAgain
    try await eventually("readers are told to come again") { load.tally.comeAgain >= turnedAway + 20 }
    try await tenor.success("db", "start")
    load.mark()
    try await load.served("all readers are served again")

    // It is killed in the middle of statements.
    let database = try #require((try await database(tenor)["process_id"] as? NSNumber)?.int32Value)
    kill(database, SIGKILL)
    try await eventually("the database is gone") { kill(database, 0) != 0 }
    turnedAway = load.tally.comeAgain
    try await eventually("readers are told to come again") { load.tally.comeAgain >= turnedAway + 20 }
    try await tenor.success("db", "start")
    load.mark()
    try await load.served("all readers are served again")
    #expect(load.tally.cut == 0, "the service itself was there all the time")
    #expect(server.isRunning)

    // The service is killed in the middle of answers.
    server.send(SIGKILL)
    try await eventually("readers find nobody") { load.tally.cut >= 20 }
    server = try await serve(tenor, port: client.port)
    load.mark()
    try await load.served("all readers are served by the next one")

    try await load.stop()
    let tally = load.tally
    #expect(tally.wrong.isEmpty, "\(tally.wrong.joined(separator: "\n"))")
    #expect(tally.right > 0)
    server.send(SIGTERM)
    #expect(try await server.outcome().status == 0)
    try await tenor.success("db", "stop")
  }
}
