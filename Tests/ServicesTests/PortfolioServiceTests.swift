import Foundation
import JSONDocuments
import TestSupport
import Testing

@Suite(.enabled(if: TestCluster.isAvailable))
struct PortfolioServiceTests {
  let platform: TestPlatform
  let book: SampleBook
  var client: TestClient { platform.client }

  init() throws {
    platform = try TestPlatform()
    book = try SampleBook(platform)
  }

  private func items(_ path: String) throws -> [JSONValue] {
    let answer = try client.get(path)
    guard let items = try answer.json["items"]?.array else { throw TestClient.Failure(reason: answer.text) }
    return items
  }

  private func freeze(_ positions: String, on day: String = "2023-03-31") throws -> String {
    let answer = try client.post("/v1/positions/snapshots?as_of=\(day)", positions)
    guard let id = try answer.json["snapshot"]?["snapshot_id"]?.text else {
      throw TestClient.Failure(reason: answer.text)
    }
    return id
  }

  // MARK: Snapshots

  @Test func refusedRowsAreNamedAndNothingIsStored() throws {
    let before = try client.get("/v1/positions/snapshots").text
    let body = """
      [{"position_id": "A", "portfolio": "F", "instrument_id": "I0", "quantity": 1},
       {"position_id": "A", "portfolio": "F", "instrument_id": "I0", "quantity": 1},
       {"position_id": "B", "portfolio": "F//G", "instrument_id": "I0", "quantity": 1},
       {"position_id": "C", "portfolio": "F", "instrument_id": "nowhere", "quantity": 1},
       {"position_id": "D", "portfolio": "F", "instrument_id": "I0", "quantity": "many"},
       {"position_id": "E", "portfolio": "F", "instrument_id": "I0", "quantity": 1, "counterparty_id": "nobody"}, 7]
      """
    let answer = try client.post("/v1/positions/snapshots?as_of=2023-03-31", body)
    #expect(answer.status == 422)
    let fields = try answer.json["errors"]?.array?.compactMap { $0["field"]?.text }
    #expect(
      fields == [
        "positions[1].position_id", "positions[2].portfolio", "positions[3].instrument_id",
        "positions[4].quantity", "positions[5].counterparty_id", "positions[6]",
      ])
    #expect(try client.get("/v1/positions/snapshots").text == before)

    let partial = try client.post("/v1/positions/snapshots?as_of=2023-03-31&partial=true", body)
    #expect(partial.status == 201)
    #expect(try partial.json["rows"]?["accepted"]?.number == 1)
    #expect(try partial.json["rows"]?["rejected"]?.number == 6)
    #expect(try partial.json["snapshot"]?["position_count"]?.number == 1)
  }

  @Test func truncatedBodyIsRefusedAsAWhole() throws {
    let answer = try client.post(
      "/v1/positions/snapshots?as_of=2023-03-31&partial=true", String(SampleBook.positions.dropLast(5)))
    #expect(answer.status == 400)
    #expect(answer.text.contains("line "))
  }

  @Test func snapshotsAreListedByDay() throws {
    let later = try freeze(SampleBook.positions, on: "2023-04-03")
    #expect(try items("/v1/positions/snapshots").count == 2)
    #expect(
      try items("/v1/positions/snapshots?as_of=2023-04-03").compactMap { $0["snapshot_id"]?.text } == [later])
    #expect(try items("/v1/positions/snapshots?as_of=2023-04-04").isEmpty)
  }

  // MARK: Positions

  @Test func positionsOfANodeComeInPagesWithTheirInstruments() throws {
    var ids: [String] = []
    var query = "?node=FUND/CREDIT&limit=4"
    while true {
      let page = try client.get("/v1/positions/snapshots/\(book.positionsID)/positions" + query).json
      for item in try #require(page["items"]?.array) {
        ids.append(item["position_id"]?.text ?? "")
        // FUND/CREDITOR is another node.
        #expect(["FUND/CREDIT", "FUND/CREDIT/US"].contains(item["portfolio"]?.text))
        #expect(item["instrument_version"]?.text?.count == 64)
      }
      guard let next = page["next_cursor"]?.text else { break }
      query = "?node=FUND/CREDIT&limit=4&cursor=\(next)"
    }
    #expect(ids == (0..<SampleBook.positionCount).filter { $0 % 4 < 2 }.map { "P\($0 + 10)" })
    let path = "/v1/positions/snapshots/\(book.positionsID)/positions"
    #expect(try items(path + "?instrument_id=I3").count == 4)
    #expect(try items(path + "?currency=EUR&product_type=FIXED_BOND").count == 4)
    #expect(try items(path + "?node=FUND/CREDIT&currency=EUR&instrument_id=I1").isEmpty)
  }

  @Test func totalsAddUpByBookCurrencyAndProduct() throws {
    let path = "/v1/positions/snapshots/\(book.positionsID)/totals"
    let totals = try items(path)
    #expect(totals.reduce(0) { $0 + ($1["position_count"]?.number ?? 0) } == Double(SampleBook.positionCount))
    // 0 + 1 + … + 22.
    #expect(totals.reduce(0) { $0 + ($1["quantity"]?.number ?? 0) } == 253)
    let rates = totals.filter { $0["portfolio"]?.text == "FUND/RATES" }
    #expect(try items(path + "?node=FUND/RATES") == rates && !rates.isEmpty)
    var paged: [JSONValue] = []
    var query = "?limit=3"
    while true {
      let page = try client.get(path + query).json
      paged += try #require(page["items"]?.array)
      guard let next = page["next_cursor"]?.text else { break }
      query = "?limit=3&cursor=\(next)"
    }
    #expect(paged == totals)
  }

  @Test func reconciliationNamesEveryDifference() throws {
    let path = "/v1/positions/snapshots/\(book.positionsID)/reconciliation"
    let right = try client.post(
      path, #"{"totals": [{"node": "FUND", "position_count": 23, "quantity": 253}]}"#
    ).json
    #expect(right["is_reconciled"] == .bool(true) && right["agreeing"]?.number == 1)
    let wrong = try client.post(
      path,
      """
      {"totals": [{"node": "FUND/CREDIT", "position_count": 11, "quantity": 120.5},
        {"node": "FUND/CREDITOR", "currency": "USD", "position_count": 5},
        {"node": "FUND/RATES", "product_type": "STRUCTURED", "position_count": 2},
        {"node": "FUND/RATES", "product_type": "STRUCTURED", "position_count": 0, "quantity": 0}]}
      """
    ).json
    let differences = try #require(wrong["differences"]?.array)
    func named(_ kind: String) -> [JSONValue] { differences.filter { $0["kind"]?.text == kind } }
    #expect(wrong["is_reconciled"] == .bool(false) && wrong["agreeing"]?.number == 2)
    // Positions 0, 1, 4, 5, …, 20, 21 are there: twelve, of 126 in all.
    #expect(named("POSITION_COUNT").compactMap { $0["stored"]?.number }.first == 12)
    #expect(named("QUANTITY").compactMap { $0["stored"]?.number } == [126])
    #expect(named("NOT_STORED").compactMap { $0["product_type"]?.text } == ["STRUCTURED"])
    // The euro part of FUND/CREDITOR and all of FUND/RATES are in no control total.
    #expect(Set(named("NOT_CONTROLLED").compactMap { $0["node"]?.text }) == ["FUND/CREDITOR", "FUND/RATES"])
    #expect(try client.post(path, #"{"totals": []}"#).status == 422)
  }

  @Test func comparisonTellsWhatWasAddedRemovedResizedAndChanged() throws {
    let other = SampleBook.positions
      .with(#""position_id": "P10""#, #""position_id": "P09""#)
      .with(
        #""position_id": "P12", "portfolio": "FUND/CREDITOR""#,
        #""position_id": "P12", "portfolio": "FUND/RATES""#
      )
      .with(
        #""instrument_id": "I3", "quantity": 3}"#,
        #""instrument_id": "I3", "quantity": 30, "clean_price": 99}"#)
    _ = try client.post("/v1/instruments", SampleBook.instruments.with("contract 4", "contract four"))
    let after = try freeze(other, on: "2023-04-03")
    let path = "/v1/positions/comparison?before=\(book.positionsID)&after=\(after)"
    let differences = try items(path)
    #expect(
      differences.map { "\($0["position_id"]?.text ?? "") \($0["kind"]?.text ?? "")" } == [
        "P09 ADDED", "P10 REMOVED", "P12 CHANGED", "P13 RESIZED", "P14 CHANGED", "P19 CHANGED", "P24 CHANGED",
        "P29 CHANGED",
      ])
    let fields = differences.map { ($0["fields"]?.array ?? []).compactMap(\.text) }
    #expect(fields[2] == ["portfolio"] && fields[3] == ["quantity", "clean_price"])
    #expect(fields[4] == ["instrument_version"])
    #expect(differences[3]["after"]?["quantity"]?.number == 30 && differences[0]["before"] == nil)
    #expect(try items(path + "&kind=RESIZED").count == 1)
    let first = try client.get(path + "&limit=3").json
    let next = try #require(first["next_cursor"]?.text)
    #expect(try items(path + "&cursor=\(next)") == Array(differences[3...]))
    #expect(try items("/v1/positions/comparison?before=\(after)&after=\(after)").isEmpty)
    #expect(try client.get("/v1/positions/comparison?before=\(after)").status == 400)
  }

  // MARK: Portfolios and counterparties

  @Test func nodesHaveTheirLevelsAndKeepWhatPeopleSayOfThem() throws {
    let nodes = try items("/v1/portfolios")
    #expect(
      nodes.map { "\($0["portfolio_id"]?.text ?? "") \($0["level"]?.text ?? "")" } == [
        "FUND FUND", "FUND/CREDIT SUB_FUND", "FUND/CREDIT/US DESK", "FUND/CREDITOR SUB_FUND",
        "FUND/RATES SUB_FUND",
      ])
    #expect(try items("/v1/portfolios?under=FUND/CREDIT").count == 2)
    let path = "/v1/portfolios/FUND%2FCREDIT"
    let said = try client.send(
      "PUT", path, headers: ["Content-Type": "application/json"],
      body: #"{"name": "Credit", "description": "Carry", "tags": ["b", "a"]}"#)
    #expect(said.status == 200)
    let node = try client.get(path).json
    #expect(node["name"]?.text == "Credit" && node["parent_id"]?.text == "FUND")
    #expect(node["tags"]?.array?.compactMap(\.text) == ["a", "b"])
    #expect(try items("/v1/portfolios?tag=a").compactMap { $0["portfolio_id"]?.text } == ["FUND/CREDIT"])
    // Positions that come into the node later leave this as it is.
    _ = try freeze(SampleBook.positions, on: "2023-04-04")
    #expect(try client.get(path).json["name"]?.text == "Credit")
  }

  @Test func counterpartiesAreStoredNamedByPositionsAndRefusedByRow() throws {
    let body = """
      [{"counterparty_id": "D", "name": "Dealer", "lei": "9R7GPTSO7KV3UQJZQ078", "parent_id": "G"},
       {"counterparty_id": "G", "name": "Group"}]
      """
    let stored = try client.post("/v1/counterparties", body)
    #expect(try stored.json["new"]?.number == 2 && stored.status == 200)
    #expect(try client.get("/v1/counterparties/D").json["lei"]?.text == "9R7GPTSO7KV3UQJZQ078")
    #expect(try items("/v1/counterparties").count == 2)
    for (part, other, field) in [
      ("078", "079", "counterparties[0].lei"), (#""G"}"#, #""H"}"#, "counterparties[D].parent_id"),
      (#""name": "Group""#, #""name": "Group", "parent_id": "D""#, "counterparties[D].parent_id"),
    ] {
      let answer = try client.post("/v1/counterparties", body.with(part, other))
      #expect(answer.status == 422 && answer.text.contains(field), "\(answer.text)")
    }
    let snapshot = try freeze(
      #"[{"position_id": "A", "portfolio": "F", "instrument_id": "I0", "quantity": 1, "counterparty_id": "D"}]"#
    )
    let path = "/v1/positions/snapshots/\(snapshot)/positions?counterparty_id="
    #expect(try items(path + "D").count == 1)
    #expect(try items(path + "G").isEmpty)
    let named = "/v1/positions/snapshots/\(snapshot)/positions?position_id="
    #expect(try items(named + "A").count == 1)
    #expect(try items(named + "B").isEmpty)
  }

  // MARK: What if

  @Test func faultyChangesAreNamedByTheirPlace() throws {
    let run = try book.makeRun()
    let path = "/v1/runs/\(run)/what-if"
    #expect(
      try client.post(path, #"{"changes": [{"action": "remove", "position_id": "P10"}]}"#).status == 409)
    try book.work()
    let answer = try client.post(
      path,
      """
      {"changes": [{"action": "add"}, {"action": "remove", "position_id": "P10", "quantity": 1},
        {"action": "resize", "position_id": "P10"}, {"action": "remove"},
        {"action": "add", "position": {"position_id": "N", "portfolio": "F", "instrument_id": "I0", "quantity": "1"}}]}
      """)
    #expect(answer.status == 422)
    #expect(
      try answer.json["errors"]?.array?.compactMap { $0["field"]?.text } == [
        "changes[0].position", "changes[1].quantity", "changes[2].quantity", "changes[3].position_id",
        "changes[4].position.quantity",
      ])
    for (body, status) in [
      (#"{"changes": []}"#, 422), (#"{"changes": [{"action": "sell"}]}"#, 400),
      (#"{"changes": [{"action": "remove", "position_id": "none"}]}"#, 422),
      (#"{"changes": [{"action": "remove", "position_id": "P10"}], "scenarios": ["SIDEWAYS"]}"#, 422),
      (
        #"{"changes": [\#(Array(repeating: #"{"action": "remove", "position_id": "P10"}"#, count: 1_001).joined(separator: ","))]}"#,
        422
      ),
    ] {
      #expect(try client.post(path, body).status == status, "\(body.prefix(100))")
    }
    let good = try client.post(
      path,
      #"{"changes": [{"action": "remove", "position_id": "P10"}], "measures": ["PV"], "nodes": ["FUND"], "scenarios": ["UP"]}"#
    )
    let items = try #require(try good.json["items"]?.array)
    #expect(!items.isEmpty && items.allSatisfy { $0["node"]?.text == "FUND" && $0["measure"]?.text == "PV" })
    #expect(items.allSatisfy { $0["cells"]?.array?.compactMap { $0["scenario"]?.text } == ["UP"] })
    #expect(
      items.allSatisfy {
        $0["positions_after"]?.number == ($0["positions_before"]?.number ?? 0) - 1
          || $0["product_type"]?.text == "ABS_MBS"
      })
    #expect(try good.json["positions"]?.array?.first?["effect"]?.text == "REMOVED")
  }
}
