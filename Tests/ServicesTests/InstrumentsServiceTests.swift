import Foundation
import JSONDocuments
import TestSupport
import Testing

@Suite(.enabled(if: TestCluster.isAvailable))
struct InstrumentsServiceTests {
  let platform: TestPlatform
  var client: TestClient { platform.client }

  init() throws { platform = try TestPlatform() }

  private static let master = """
    [{"instrument_id": "B1", "product_type": "FLOATING_RATE", "name": "Große Bank 2031", "issuer": "Große Bank AG",
      "country": "DE", "sector": "BANK", "currency": "EUR", "description": "x", "vintage": 2021, "tags": ["b", "a"]},
     {"instrument_id": "B2", "product_type": "ABS_MBS", "name": "Pool 100% US_1", "issuer": "Fannie Mae", "country": "US",
      "sector": "AGENCY", "currency": "USD", "description": "x"},
     {"instrument_id": "B30", "product_type": "ABS_MBS", "name": "Pool 7", "issuer": "Fannie Mae", "country": "US",
      "sector": "AGENCY", "currency": "USD", "description": "x", "rating": "AAA"},
     {"instrument_id": "C1", "product_type": "DERIVATIVES", "currency": "USD", "description": "x"}]
    """

  private func ids(_ query: String) throws -> [String] {
    let answer = try client.get("/v1/instruments" + query)
    guard let items = try answer.json["items"]?.array else { throw TestClient.Failure(reason: answer.text) }
    return items.compactMap { $0["instrument_id"]?.text }
  }

  @Test(arguments: [
    ("", ["B1", "B2", "B30", "C1"]), ("?text=fannie", ["B2", "B30"]), ("?text=GROSSE", []),
    ("?text=Bank%202", ["B1"]),
    ("?text=100%25", ["B2"]), ("?text=_", ["B2"]), ("?text=%25", ["B2"]), ("?text=b3", ["B30"]),
    ("?text=%5C", []),
    ("?id_prefix=B3", ["B30"]), ("?id_prefix=B", ["B1", "B2", "B30"]), ("?id_prefix=b", []),
    ("?issuer=Fannie+Mae", ["B2", "B30"]), ("?issuer=Fannie", []), ("?sector=AGENCY&text=pool+7", ["B30"]),
    ("?country=DE", ["B1"]), ("?currency=USD&product_type=ABS_MBS", ["B2", "B30"]), ("?currency=GBP", []),
  ])
  func searches(query: String, expected: [String]) throws {
    #expect(try client.post("/v1/instruments", Self.master).status == 200)
    #expect(try ids(query) == expected)
  }

  @Test func pagesCoverWhatFitsOnceAndFiltersBindTheirCursor() throws {
    let rows = (0..<25).map { number in
      """
      {"instrument_id": "I\(number)", "product_type": "ABS_MBS", "currency": "USD", "description": "x",
       "sector": "S\(number % 2)"}
      """
    }
    _ = try client.post("/v1/instruments", "[\(rows.joined(separator: ","))]")
    var read: [String] = []
    var query = "?sector=S1&limit=5"
    while true {
      let page = try client.get("/v1/instruments" + query).json
      read += try #require(page["items"]?.array).compactMap { $0["instrument_id"]?.text }
      guard let next = page["next_cursor"]?.text else { break }
      #expect(try client.get("/v1/instruments?sector=S0&limit=5&cursor=\(next)").status == 422)
      query = "?sector=S1&limit=5&cursor=\(next)"
    }
    #expect(read == (0..<25).filter { $0 % 2 == 1 }.map { "I\($0)" }.sorted())
  }

  /// A search sees the version imported last, and that alone.
  @Test func searchesFollowTheCurrentVersion() throws {
    _ = try client.post("/v1/instruments", Self.master)
    let moved = Self.master.with(#""DE", "sector": "BANK""#, #""FR", "sector": "INSURER""#)
    _ = try client.post("/v1/instruments", moved)
    #expect(try ids("?country=DE") == [])
    #expect(try ids("?country=FR&sector=INSURER") == ["B1"])
    _ = try client.post("/v1/instruments", Self.master)
    #expect(try ids("?country=DE") == ["B1"])
    #expect(try ids("?sector=INSURER") == [])
  }

  @Test func instrumentChangesBecomeVersions() throws {
    let body =
      #"[{"instrument_id": "A/B 1", "product_type": "ABS_MBS", "currency": "USD", "description": "x"}]"#
    #expect(try client.post("/v1/instruments", body).json["new_versions"]?.number == 1)
    #expect(try client.post("/v1/instruments", body).json["new_versions"]?.number == 0)
    let first = try client.get("/v1/instruments/A%2FB%201")
    #expect(try client.post("/v1/instruments", body.with("\"x\"", "\"y\"")).json["new_versions"]?.number == 1)
    let second = try client.get("/v1/instruments/A%2FB%201")
    #expect(try second.member("description") == "y")
    #expect(first.headers["etag"] != second.headers["etag"])

    let versions = try #require(try client.get("/v1/instruments/A%2FB%201/versions").json["items"]?.array)
    #expect(versions.compactMap { $0["record"]?["description"]?.text } == ["y", "x"])
    #expect(versions.map { $0["is_current"] } == [.bool(true), .bool(false)])
    for version in versions {
      let hash = try #require(version["version_hash"]?.text)
      let stored = try client.get("/v1/instruments/A%2FB%201/versions/\(hash)")
      #expect(ContentHash.sha256Hex(stored.text) == hash && stored.headers["etag"] == "\"\(hash)\"")
    }
  }

  /// A run keeps the version that was current when its positions were frozen.
  @Test func aRunTellsWhichVersionItUsed() throws {
    let book = try SampleBook(platform)
    let run = try book.makeRun()
    let before = try client.get("/v1/instruments/I0").headers["etag"]
    _ = try client.post("/v1/instruments", SampleBook.instruments.with("contract 0", "contract zero"))
    let used = try client.get("/v1/runs/\(run)/instruments/I0").json
    let item = try #require(used["items"]?.array?.first)
    #expect("\"\(item["version"]?["version_hash"]?.text ?? "")\"" == before)
    #expect(item["version"]?["is_current"] == .bool(false))
    // Positions 0, 5, 10, 15 and 20.
    #expect(item["position_count"]?.number == 5)
    #expect(try client.get("/v1/runs/\(run)/instruments/none").status == 404)
  }

  @Test func productsTellWhatCanBeAsked() throws {
    let items = try #require(try client.get("/v1/products").json["items"]?.array)
    func support(_ product: String, _ measure: String) -> String? {
      items.first { $0["product_type"]?.text == product }?["measures"]?.array?
        .first { $0["measure"]?.text == measure }?["support"]?.text
    }
    #expect(support("FIXED_BOND", "YIELD") == "number" && support("FX_FWD", "YIELD") == "not_applicable")
    #expect(support("ABS_MBS", "PV") == "number" && support("STRUCTURED", "MC_STANDARD_ERROR") == "number")
  }
}
