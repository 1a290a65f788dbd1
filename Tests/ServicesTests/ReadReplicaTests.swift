import JSONDocuments
import PostgresStore
import TestSupport
import Testing

@testable import Services

/// Two databases that know nothing of each other show which of them is asked.
@Suite(.enabled(if: TestCluster.isAvailable))
struct ReadReplicaTests {
  @Test func resultsAndMarketDataAreReadFromTheReplicaAndTheRestFromThePrimary() throws {
    let replica = try TestPlatform()
    let copied = try SampleBook(replica)
    let run = try copied.makeRun()
    try copied.work()

    let platform = try TestPlatform(reading: replica.settings)
    let client = platform.client
    // What only the replica has.
    #expect(try client.get("/v1/runs/\(run)/results?limit=5").json["items"]?.array?.count == 5)
    for path in ["nodes", "gaps", "positions/P12/cashflows"] {
      #expect(try client.get("/v1/runs/\(run)/\(path)").status == 200, "\(path)")
    }
    #expect(try client.get("/v1/marketdata/snapshots/\(copied.marketID)").status == 200)
    #expect(try client.get("/v1/runs/\(run)").status == 404)
    // What is written goes to the primary, and runs are read there.
    let connection = try platform.connection()
    let market = SampleBook.market.replacing("0.0281", with: "0.0282")
    let id = try client.post("/v1/marketdata/snapshots", market).member("snapshot_id")
    #expect(try MarketSnapshotStore(connection).record(id: id) != nil)
    #expect(try client.get("/v1/marketdata/snapshots/\(id)").status == 404)
    #expect(try MarketSnapshotStore(replica.connection()).record(id: id) == nil)
  }

  @Test func aReplicaThatIsAwayMakesTheServicesNotReadyAndLeavesRunsAlone() throws {
    let platform = try TestPlatform(
      reading: PostgresSettings(address: "host=/nowhere dbname=none", connectTimeoutSeconds: 1))
    #expect(try platform.client.get("/v1/runs").status == 200)
    #expect(try platform.client.get("/v1/marketdata/snapshots").status == 503)
    #expect(try platform.client.get("/health/ready").status == 503)
  }
}
