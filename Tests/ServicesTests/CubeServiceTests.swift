import Foundation
import JSONDocuments
import RunRecords
import TestSupport
import Testing

@Suite(.enabled(if: TestCluster.isAvailable))
struct CubeServiceTests {
  private static let book = Result { try CubeBook() }

  private let book: CubeBook
  private let client: TestClient

  init() throws {
    book = try Self.book.get()
    client = book.platform.client
  }

  private func get(_ path: String) throws -> JSONValue {
    let answer = try client.get("/v1/runs/\(book.run)/\(path)")
    guard answer.status == 200 else { throw TestClient.Failure(reason: answer.text) }
    return try answer.json
  }

  // MARK: A cube, read

  /// The groups of each dimension in a cell: `nil` for all, else the names of one group.
  private typealias Place = [CubeDimension: Group]

  private enum Group: Hashable {
    case value(String)
    case none
    case other
  }

  private struct Cell {
    let place: Place
    let figures: [JSONValue]
    let results: String?
  }

  private func cells(_ cube: JSONValue) throws -> [Cell] {
    let dimensions = try #require(cube["dimensions"]?.array)
    return try #require(cube["cells"]?.array).map { cell in
      var place: Place = [:]
      for (dimension, at) in zip(dimensions, try #require(cell["at"]?.array)) {
        guard let index = at.number else { continue }
        let group = try #require(dimension["groups"]?.array?[Int(index)])
        let name = try #require(CubeDimension(rawValue: dimension["dimension"]?.text ?? ""))
        switch group["kind"]?.text {
        case "VALUE": place[name] = .value(try #require(group["value"]?.text))
        case "NONE": place[name] = Group.none
        default: place[name] = .other
        }
      }
      return Cell(
        place: place, figures: try #require(cell["figures"]?.array), results: cell["results"]?.text)
    }
  }

  private func isIn(_ holding: CubeBook.Holding, _ place: Place) -> Bool {
    place.allSatisfy { dimension, group in
      switch group {
      case .value(let name): holding.groups(dimension).contains(name)
      case .none: holding.groups(dimension) == [nil]
      case .other: false
      }
    }
  }

  // MARK: The same from the listing

  /// What the listing says of a measure, by position and scenario.
  private func listing(_ measure: String, _ more: String = "") throws -> [String: [Double?]] {
    var found: [String: [Double?]] = [:]
    for item in try #require(try get("results?measure=\(measure)&limit=1000\(more)")["items"]?.array) {
      let cells = try #require(item["cells"]?.array)
      // One whose reason says that the measure does not apply counts as if it had no row.
      guard cells.first?["reason"]?["code"]?.text != "not_applicable" || measure == "YIELD" else { continue }
      found[try #require(item["position_id"]?.text)] = cells.map { $0["value"]?.number }
    }
    return found
  }

  private struct Expected {
    var value: Double?
    var positions = 0
    var gaps = 0
  }

  private func expected(
    _ holdings: [CubeBook.Holding], _ rows: [String: [Double?]], weights: [String: [Double?]]?,
    _ scenario: Int,
    isDifference: Bool
  ) -> Expected {
    var found = Expected()
    let scenarios = isDifference ? [scenario, 0] : [scenario]
    var sums = scenarios.map { _ in 0.0 }
    var divisors = scenarios.map { _ in 0.0 }
    for holding in holdings {
      guard let row = rows[holding.id] else { continue }
      found.positions += 1
      let isWhole = scenarios.allSatisfy {
        row[$0] != nil && (weights == nil || weights?[holding.id]?[$0] != nil)
      }
      guard isWhole else {
        found.gaps += 1
        continue
      }
      for (column, scenario) in scenarios.enumerated() {
        let rate = CubeBook.rate(holding.contract.currency, scenario)
        let weight = (weights?[holding.id]?[scenario] ?? 1) * rate
        sums[column] += row[scenario]! * weight
        divisors[column] += weight
      }
    }
    guard found.positions > found.gaps else { return found }
    if weights != nil {
      guard divisors.allSatisfy({ $0 > 0 }) else { return found }
      sums = zip(sums, divisors).map(/)
    }
    found.value = isDifference ? sums[0] - sums[1] : sums[0]
    return found
  }

  private func isNear(_ value: JSONValue?, _ expected: Double?, scale: Double = 1) -> Bool {
    guard let expected else { return value == nil }
    return value?.number.map { abs($0 - expected) <= 1e-9 * max(scale, abs(expected)) } ?? false
  }

  @Test(arguments: [
    [], [CubeDimension.sector], [.tag], [.maturity, .currency], [.tag, .desk], [.rating, .issuer, .vintage],
    [.country, .tag, .productType], [.fund, .subFund, .book],
  ])
  func everyFigureIsThatOfPlainAdditions(dimensions: [CubeDimension]) throws {
    let values = try listing("PV")
    for (measure, scenario, isDifference) in [
      ("PV", 0, false), ("PV", 6, false), ("PV", 7, true), ("DV01", 9, true),
      ("EFFECTIVE_DURATION", 0, false),
      ("EFFECTIVE_DURATION", 7, true),
    ] {
      let rows = try listing(measure)
      let names = dimensions.map(\.rawValue)
      let query =
        (names.isEmpty ? "" : "rows=\(names[0])&")
        + (names.count > 1 ? "columns=\(names.dropFirst().joined(separator: ","))&" : "")
        + "measure=\(measure)&scenario=\(CubeBook.scenarios[scenario])&difference=\(isDifference)"
      let cube = try get("cube?\(query)")
      #expect(cube["currency"]?.text == "USD" && cube["is_difference"] == .bool(isDifference))
      let found = try cells(cube)
      var seen: Set<Place> = []
      for cell in found {
        #expect(seen.insert(cell.place).inserted)
        let sums = expected(
          CubeBook.holdings.filter { isIn($0, cell.place) }, rows,
          weights: measure == "EFFECTIVE_DURATION" ? values : nil, scenario, isDifference: isDifference)
        let figure = try #require(cell.figures.first)
        #expect(isNear(figure["value"], sums.value), "\(query) \(cell.place): \(figure) \(sums)")
        #expect((figure["value"] == nil) == (figure["reason"] != nil))
        #expect(figure["position_count"]?.number == Double(sums.positions))
        #expect(figure["gap_count"]?.number == Double(sums.gaps), "\(query) \(cell.place)")
      }
      // Every group of a position, and every total of it, is there.
      for holding in CubeBook.holdings where rows[holding.id] != nil {
        var places: [Place] = [[:]]
        for dimension in dimensions {
          let groups = holding.groups(dimension).map { $0.map(Group.value) ?? Group.none }
          places += places.flatMap { place in groups.map { place.merging([dimension: $0]) { $1 } } }
        }
        #expect(Set(places).isSubset(of: seen))
      }
    }
  }

  @Test func dimensionsInAnotherOrderGiveTheSameBits() throws {
    func byPlace(_ query: String) throws -> [Place: [JSONValue]] {
      Dictionary(
        uniqueKeysWithValues: try cells(get("cube?\(query)&measure=PV&measure=EFFECTIVE_DURATION")).map {
          ($0.place, $0.figures)
        })
    }
    let first = try byPlace("rows=tag,rating&columns=currency")
    #expect(first.count > 20)
    #expect(try byPlace("rows=currency,tag&columns=rating") == first)
    #expect(try byPlace("columns=rating,currency,tag") == first)
    // And so do the cells of a cube of fewer dimensions, its totals being theirs.
    #expect(try byPlace("rows=tag").allSatisfy { first[$0.key] == $0.value })
  }

  @Test(arguments: [
    ("sector=GOV", [CubeDimension.sector: ["GOV"]]), ("rating=&rating=BB", [.rating: [nil, "BB"]]),
    ("desk=FUND%2FCREDIT", [.desk: ["FUND/CREDIT"]]), ("sub_fund=FUND%2FCREDIT", [.subFund: ["FUND/CREDIT"]]),
    ("maturity=0-1Y&vintage=2016", [.maturity: ["0-1Y"], .vintage: ["2016"]]),
    ("tag=green", [.tag: ["green"]]),
    ("tag=&currency=USD", [.tag: [nil], .currency: ["USD"]]), ("maturity=", [.maturity: [nil]]),
    ("product_type=FX_FWD&product_type=ABS_MBS", [.productType: ["FX_FWD", "ABS_MBS"]]),
    ("issuer=Issuer%203&country=DE", [.issuer: ["Issuer 3"], .country: ["DE"]]),
    ("issuer=nobody", [.issuer: ["nobody"]]),
  ])
  func aFilterGivesTheCubeOfItsPositions(query: String, groups: [CubeDimension: [String?]]) throws {
    let holdings = CubeBook.holdings.filter { holding in
      groups.allSatisfy { dimension, names in !Set(names).isDisjoint(with: holding.groups(dimension)) }
    }
    let rows = try listing("PV")
    let found = try cells(get("cube?rows=fund&columns=currency&\(query)"))
    #expect(found.isEmpty == holdings.isEmpty)
    for cell in found {
      let sums = expected(
        holdings.filter { isIn($0, cell.place) }, rows, weights: nil, 0, isDifference: false)
      #expect(isNear(cell.figures[0]["value"], sums.value))
      #expect(cell.figures[0]["position_count"]?.number == Double(sums.positions))
    }
    // The listing shows the same positions, and so does a page of it.
    #expect(Set(try listing("PV", "&\(query)").keys) == Set(holdings.map(\.id)))
    let node = try cells(get("cube?node=FUND/CREDIT&\(query)")).first?.figures[0]["position_count"]?.number
    #expect(Int(node ?? 0) == holdings.count { $0.portfolio.hasPrefix("FUND/CREDIT") })
  }

  @Test func totalsHaveTheBitsOfTheRunsOwn() throws {
    let nodes = try #require(
      try get("nodes?is_reporting_total=true&product_type=ALL&limit=1000&scenario=M6")["items"]?.array)
    for measure in ["PV", "DV01", "EFFECTIVE_DURATION"] {
      for (dimension, depth) in [("fund", 1), ("sub_fund", 2)] {
        for cell in try cells(get("cube?rows=\(dimension)&measure=\(measure)&scenario=M6")) {
          guard case .value(let path)? = cell.place.first?.value ?? .value(""),
            path.isEmpty || path.split(separator: "/").count == depth
          else { continue }
          let node = try #require(
            nodes.first {
              $0["node"]?.text == path && $0["measure"]?.text == measure && $0["factor"]?.text == ""
            })
          let total = try #require(node["cells"]?.array?[0]["value"]?.number)
          #expect(cell.figures[0]["value"]?.number == total, "\(measure) \(path)")
        }
      }
    }
  }

  @Test func theRestIsOneGroupAndAddsUp() throws {
    let all = try cells(get("cube?rows=issuer&measure=PV"))
    let top = try get("cube?rows=issuer&measure=PV&top=3")
    let groups = try #require(top["dimensions"]?.array?[0]["groups"]?.array)
    #expect(groups.map { $0["kind"]?.text } == ["VALUE", "VALUE", "VALUE", "NONE", "OTHER"])
    #expect(groups.last?["value_count"]?.number == 7)
    let found = try cells(top)
    func value(_ cell: Cell) -> Double { cell.figures[0]["value"]?.number ?? .nan }
    // Those told apart are the largest.
    let named = found.prefix(3).map { abs(value($0)) }
    #expect(named == named.sorted(by: >))
    let others = all.filter { cell in cell.place != [:] && !found.contains { $0.place == cell.place } }
    #expect(others.count == 7 && others.allSatisfy { abs(value($0)) <= named[2] })
    let other = try #require(found.first { $0.place == [.issuer: .other] })
    #expect(abs(value(other) - others.reduce(0) { $0 + value($1) }) < 1e-6 && other.results == nil)
    let whole = try #require(found.last)
    #expect(whole.place == [:] && abs(value(whole) - found.dropLast().reduce(0) { $0 + value($1) }) < 1e-6)
    #expect(value(whole) == value(try #require(all.last)))
    // A position with two tags that are both left over is once among them.
    let tags = try cells(get("cube?rows=tag&measure=PV&top=1"))
    #expect(tags.map { $0.figures[0]["position_count"]?.number }.last == Double(CubeBook.count))
  }

  @Test func everyCellLeadsToItsRows() throws {
    for query in [
      "rows=sector,tag&columns=maturity", "rows=desk&columns=currency&rating=BB&rating=&node=FUND",
      "rows=issuer&measure=EFFECTIVE_DURATION&scenario=M3", "rows=vintage&measure=FX_DELTA&factor=EUR",
      "rows=rating&scenario=M4&difference=true",
    ] {
      let found = try cells(get("cube?\(query)"))
      #expect(found.count > 1)
      for cell in found {
        let address = try #require(cell.results)
        let items = try #require(try client.get(address + "&limit=1000").json["items"]?.array)
        let applied = items.filter { $0["cells"]?.array?[0]["reason"]?["code"]?.text != "not_applicable" }
        #expect(Double(applied.count) == cell.figures[0]["position_count"]?.number, "\(address)")
      }
    }
    // Tags of tagged positions have no address: a listing cannot ask for both.
    #expect(
      try cells(get("cube?rows=tag&tag=green")).filter { $0.place != [:] }.allSatisfy { $0.results == nil })
  }

  @Test func severalFiguresHaveTheSameGroups() throws {
    let cube = try get(
      "cube?rows=sector&measure=PV&measure=YIELD&measure=KEY_RATE_DV01&measure=CLEAN_PRICE&factor=USD:10Y")
    #expect(
      cube["figures"]?.array?.map { $0["name"]?.text } == ["PV", "YIELD", "KEY_RATE_DV01", "CLEAN_PRICE"])
    #expect(
      cube["figures"]?.array?[2]["factor"]?.text == "USD:10Y"
        && cube["figures"]?.array?[1]["unit"]?.text == "RATE")
    for cell in try cells(cube) {
      #expect(cell.figures.count == 4)
      #expect(cell.figures[3]["reason"]?["detail"]?.text == "Clean price does not add up over positions")
    }
    let onBase = try cells(get("cube?rows=sector&measure=YIELD&scenario=M1"))
    #expect(onBase.allSatisfy { $0.figures[0]["reason"]?["detail"]?.text == "asked for on BASE only" })
    // Only positions in euro have the measure; the others are not there.
    let delta = try cells(get("cube?rows=currency&measure=FX_DELTA&factor=EUR&scenario=M6"))
    let rows = try listing("FX_DELTA")
    let euros = rows.values.compactMap { $0[6] }.reduce(0, +) * CubeBook.rate("EUR", 6)
    #expect(delta.count == 2 && isNear(delta.last?.figures[0]["value"], euros))
  }

  // MARK: Tail risk

  /// Profits of some positions over some scenarios, added up from the listing.
  private func profits(
    _ holdings: [CubeBook.Holding], _ rows: [String: [Double?]], _ scenarios: [Int]
  ) -> [Double] {
    let whole = holdings.filter { holding in
      ([0] + scenarios).allSatisfy { rows[holding.id]?[$0] != nil }
    }
    return scenarios.map { scenario in
      whole.reduce(0) { sum, holding in
        let row = rows[holding.id]!
        return sum + row[scenario]! * CubeBook.rate(holding.contract.currency, scenario)
          - row[0]! * CubeBook.rate(holding.contract.currency, 0)
      }
    }
  }

  /// As numpy does it: `quantile(losses, confidence, method="inverted_cdf")`, and the integral of the quantiles beyond.
  private func tail(_ profits: [Double], _ confidence: Double) -> (risk: Double, shortfall: Double) {
    let losses = profits.map { -$0 }.sorted()
    let count = Double(losses.count)
    func quantile(_ share: Double) -> Double { losses[max(0, Int((share * count - 1e-9).rounded(.up)) - 1)] }
    var shortfall = 0.0
    for (index, loss) in losses.enumerated() {
      let (from, to) = (max(Double(index) / count, confidence), Double(index + 1) / count)
      shortfall += max(0, to - from) * loss
    }
    return (quantile(confidence), shortfall / (1 - confidence))
  }

  @Test(arguments: [0.9, 0.95, 0.5, 0.93])
  func tailRiskIsThatOfTheListing(confidence: Double) throws {
    let rows = try listing("PV")
    for (named, scenarios) in [
      ("", Array(1...24)), (named: "&scenario=M3&scenario=M8&scenario=M9", [3, 8, 9]),
    ] {
      let cube = try get("cube?rows=tag,sector&columns=currency&confidence=\(confidence)\(named)")
      #expect(cube["scenario_count"]?.number == Double(scenarios.count) && cube["scenario"] == nil)
      #expect(cube["figures"]?.array?.map { $0["name"]?.text } == ["VAR", "ES"])
      let found = try cells(cube)
      #expect(found.count > 15)
      for cell in found {
        let holdings = CubeBook.holdings.filter { isIn($0, cell.place) }
        let gaps = holdings.count { holding in ([0] + scenarios).contains { rows[holding.id]?[$0] == nil } }
        #expect(cell.figures[0]["gap_count"]?.number == Double(gaps))
        guard 1 / (1 - confidence) <= Double(scenarios.count) + 1e-9, gaps < holdings.count else {
          #expect(cell.figures.allSatisfy { $0["value"] == nil && $0["reason"] != nil })
          continue
        }
        let expected = tail(profits(holdings, rows, scenarios), confidence)
        #expect(isNear(cell.figures[0]["value"], expected.risk, scale: 1e3), "\(cell.place)")
        #expect(isNear(cell.figures[1]["value"], expected.shortfall, scale: 1e3), "\(cell.place)")
      }
    }
  }

  @Test func theRiskOfATotalIsOfItsOwnProfits() throws {
    let found = try cells(get("cube?rows=currency&confidence=0.9"))
    let parts = found.filter { $0.place != [:] }.compactMap { $0.figures[1]["value"]?.number }
    let whole = try #require(found.last?.figures[1]["value"]?.number)
    // Sub-additive, and less than the sum since not all lose at once.
    #expect(parts.count == 2 && whole < parts.reduce(0, +))
  }

  @Test(arguments: ["", "FUND", "FUND/CREDIT", "OTHER/LOANS/A/B"])
  func tailRiskOfNodes(node: String) throws {
    let rows = try listing("PV")
    let answer = try get("risk/var?node=\(node)&confidence=0.9")
    #expect(answer["confidence"]?.number == 0.9 && answer["scenario_count"]?.number == 24)
    let level = node.split(separator: "/").count + 1
    let held = CubeBook.holdings.filter {
      node.isEmpty || $0.portfolio == node || $0.portfolio.hasPrefix(node + "/")
    }
    func expect(_ found: JSONValue?, _ holdings: [CubeBook.Holding]) throws {
      let profits = profits(holdings, rows, Array(1...24))
      let expected = tail(profits, 0.9)
      #expect(isNear(found?["value_at_risk"], expected.risk, scale: 1e3))
      #expect(isNear(found?["expected_shortfall"], expected.shortfall, scale: 1e3))
      #expect(found?["position_count"]?.number == Double(holdings.count))
    }
    try expect(answer["node"], held)
    #expect(answer["node"]?["node"]?.text == node)
    let moves = try #require(answer["node"]?["tail"]?.array)
    #expect(moves.count == 3 && abs(moves.reduce(0) { $0 + ($1["weight"]?.number ?? 0) } - 1) < 1e-12)
    let children = try #require(answer["children"]?.array)
    let names = Set(held.map { $0.portfolio.split(separator: "/").prefix(level).joined(separator: "/") })
    #expect(Set(children.compactMap { $0["node"]?.text }) == (level > 4 ? [] : names))
    for child in children {
      let name = child["node"]?.text ?? ""
      try expect(
        child, held.filter { $0.portfolio.split(separator: "/").prefix(level).joined(separator: "/") == name }
      )
    }
    let few = try get("risk/var?node=\(node)&limit=1")
    #expect(
      few["node"]?["reason"]?["detail"]?.text == "a confidence of 0.99 needs 100 scenarios, here are 24")
    #expect((few["children"]?.array?.count ?? 0) <= 2)
  }

  // MARK: Refusals

  @Test(arguments: [
    ("rows=colour", 400, "rows"), ("rows=sector,", 400, "rows"), ("rows=sector,sector", 422, "rows"),
    ("rows=sector,rating&columns=tag,book", 422, "rows"), ("measure=NOPE", 400, "measure"),
    ("measure=CS01", 422, "measure"),
    ("measure=PV&measure=PV", 422, "measure"), ("measure=KEY_RATE_DV01", 422, "factor"),
    ("factor=EUR", 422, "factor"),
    ("scenario=SIDEWAYS", 422, "scenario"), ("difference=true", 422, "scenario"), ("top=0", 400, "top"),
    ("confidence=99", 400, "confidence"), ("confidence=0.9&measure=PV", 422, "measure"),
    ("confidence=0.9&scenario=BASE", 422, "scenario"), ("currency=", 400, "currency"),
    ("desk=A//B", 400, "desk"),
    ("maturity=soon", 400, "maturity"), ("vintage=old", 400, "vintage"), ("colour=red", 400, "colour"),
  ])
  func whatCannotBeAnsweredIsRefusedByName(query: String, status: Int, field: String) throws {
    let answer = try client.get("/v1/runs/\(book.run)/cube?\(query)")
    #expect(answer.status == status, "\(answer.text)")
    let errors = try #require(try answer.json["errors"]?.array)
    #expect(
      errors.contains { $0["field"]?.text == field && $0["fix"]?.text?.isEmpty == false }, "\(answer.text)")
  }

  @Test func anAnswerThatCannotChangeHasATag() throws {
    let path = "/v1/runs/\(book.run)/cube?rows=sector&columns=tag&measure=EFFECTIVE_DURATION"
    let first = try client.get(path)
    let tag = try #require(first.headers["etag"])
    #expect(try client.get(path).bytes == first.bytes)
    #expect(try client.get(path, headers: ["If-None-Match": tag]).status == 304)
    #expect(try client.get(path + "&top=2", headers: ["If-None-Match": tag]).status == 200)
  }
}
