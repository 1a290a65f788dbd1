import DatesAndConventions
import JSONDocuments
import MarketData
import Pricing
import RunRecords
import Testing

@Suite("Run requests")
struct RunRequestTests {
  static let market = "sha256:" + String(repeating: "a", count: 64)
  static let positions = "sha256:" + String(repeating: "0", count: 64)

  func request(
    market: String = RunRequestTests.market, scenarios: [Scenario] = [.base],
    measures: [Measure] = [.presentValue], baseOnly: [Measure] = [],
    keyRates: [Tenor] = PricingRequest.standardKeyRates,
    bucketCount: Int = 8
  ) -> RunRequest {
    RunRequest(
      marketSnapshotID: market, positionSnapshotID: RunRequestTests.positions, scenarios: scenarios,
      pricing: PricingRequest(
        measures: measures, baseOnlyMeasures: baseOnly, reportingCurrency: .usd, keyRateTenors: keyRates),
      bucketCount: bucketCount,
      codeVersion: "1")
  }

  @Test("a good request has no problems")
  func good() { #expect(request().problems().isEmpty) }

  @Test("each problem names its field")
  func problems() {
    let up = Scenario(id: "UP", shifts: [.rates(RateShift(shape: .parallel(basisPoints: 1)))])
    func fields(_ request: RunRequest) -> [String] { request.problems().map(\.field) }
    #expect(fields(request(market: "sha256:XYZ")) == ["market_snapshot_id"])
    #expect(fields(request(scenarios: [])) == ["scenarios"])
    #expect(fields(request(scenarios: [up, .base])) == ["scenarios"])
    #expect(fields(request(scenarios: [.base, up, up])) == ["scenarios[2].id"])
    #expect(fields(request(scenarios: [.base, Scenario(id: "", shifts: [])])) == ["scenarios[1].id"])
    #expect(fields(request(scenarios: [.base, Scenario(id: "*", shifts: [])])) == ["scenarios[1].id"])
    #expect(fields(request(measures: [])) == ["pricing.measures"])
    #expect(fields(request(measures: [.yield, .yield])) == ["pricing.measures"])
    #expect(fields(request(baseOnly: [.dv01])) == ["pricing.base_only_measures"])
    #expect(fields(request(baseOnly: [.presentValue, .presentValue])) == ["pricing.base_only_measures"])
    #expect(
      fields(request(measures: [.cashFlows], baseOnly: [.cashFlows])) == ["pricing.base_only_measures"])
    let fiveThenOne = [Tenor(5, .years), Tenor(1, .years)]
    #expect(fields(request(keyRates: fiveThenOne)) == ["pricing.key_rate_tenors"])
    #expect(fields(request(bucketCount: 0)) == ["bucket_count"])
    #expect(fields(request(bucketCount: 4_097)) == ["bucket_count"])
  }

  @Test("measures on the base alone are part of the request, and of its hash only where there are some")
  func baseOnlyMeasures() throws {
    let plain = try CanonicalJSON.encode(request(measures: [.presentValue, .dv01]))
    #expect(!plain.contains("base_only"))
    let some = request(measures: [.presentValue, .dv01], baseOnly: [.dv01])
    let text = try CanonicalJSON.encode(some)
    #expect(text.contains(#""base_only_measures":["DV01"]"#))
    #expect(some.pricing.valueCount(of: .dv01, scenarioCount: 9) == 1)
    #expect(some.pricing.valueCount(of: .presentValue, scenarioCount: 9) == 9)
    for request in [some, request()] {
      #expect(
        try CanonicalJSON.decode(RunRequest.self, from: try CanonicalJSON.encode(request)) == request)
    }
  }

  @Test("a cell is its number, its own reason, or the reason of the whole row")
  func cells() {
    let own = Reason(.didNotConverge, "yield")
    let shared = Reason(.notApplicable, "matured")
    let values = ScenarioValues(values: [1, nil, nil], reasons: ["*": shared, "UP": own])
    #expect(values.cell(0, scenarioID: "BASE") == .success(1))
    #expect(values.cell(1, scenarioID: "UP") == .failure(CellGap(own)))
    #expect(values.cell(2, scenarioID: "DOWN") == .failure(CellGap(shared)))
  }
}
