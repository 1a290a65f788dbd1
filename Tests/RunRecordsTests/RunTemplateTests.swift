import DatesAndConventions
import JSONDocuments
import MarketData
import Pricing
import RunRecords
import Testing

@Suite("Run templates")
struct RunTemplateTests {
  private func template(
    market: String? = nil, scenarios: [Scenario] = [.base], measures: [Measure] = [.presentValue],
    buckets: Int? = nil, queueing: RunQueueing = RunQueueing()
  ) -> RunTemplate {
    RunTemplate(
      marketSnapshotID: market, scenarios: scenarios,
      pricing: PricingRequest(measures: measures, reportingCurrency: .usd), bucketCount: buckets,
      queueing: queueing, isUnique: true)
  }

  @Test("a template comes back from its document as it was")
  func document() throws {
    let whole = template(
      market: "sha256:" + String(repeating: "a", count: 64), buckets: 3,
      queueing: RunQueueing(priority: -4, maxRunning: 9))
    for each in [whole, template()] {
      #expect(try CanonicalJSON.decode(RunTemplate.self, from: try CanonicalJSON.encode(each)) == each)
    }
    #expect(whole.queueing == RunQueueing(priority: -4, maxRunning: 9))
  }

  @Test("what is wrong whatever the snapshots is told by field")
  func problems() {
    #expect(template().problems().isEmpty)
    let wrong = template(
      market: "latest", scenarios: [], measures: [], buckets: 5_000,
      queueing: RunQueueing(priority: 5_000, maxRunning: 0))
    #expect(
      Set(wrong.problems().map(\.field)) == [
        "market_snapshot_id", "scenarios", "pricing.measures", "bucket_count", "priority", "max_running",
      ])
  }

  @Test("a template asks of the snapshots there are, in as many buckets as their positions want")
  func request() throws {
    let day = CivilDate(iso: "2023-03-31")!
    let market = MarketSnapshotRecord(
      number: 1, id: "sha256:m", valuationDate: day, source: "test", createdAt: "")
    let positions = PositionSnapshotRecord(
      number: 1, id: "sha256:p", asOf: day, source: "test", positionCount: 9_001, createdAt: "")
    let usual = template().request(market: market, positions: positions, codeVersion: "1")
    #expect(usual.marketSnapshotID == "sha256:m" && usual.positionSnapshotID == "sha256:p")
    #expect(usual.bucketCount == 5 && usual.codeVersion == "1" && usual.scenarios == [.base])
    #expect(
      template(buckets: 2).request(market: market, positions: positions, codeVersion: "1").bucketCount == 2)
  }

  @Test("a market is held against what is asked of it")
  func market() {
    let market = MarketSnapshot(
      valuationDate: CivilDate(iso: "2023-03-31")!, source: "test", builtAt: "2023-04-01T00:00:00Z",
      curves: [],
      discountCurves: [:], fxRates: ["USD": 1.0875], fxBase: .eur)
    func fields(_ currency: Currency, _ shift: ScenarioShift) -> [String] {
      RunRequest(
        marketSnapshotID: "m", positionSnapshotID: "p",
        scenarios: [.base, Scenario(id: "S", shifts: [shift])],
        pricing: PricingRequest(measures: [.presentValue], reportingCurrency: currency), bucketCount: 1,
        codeVersion: "1"
      ).problems(against: market).map(\.field)
    }
    let fx = ScenarioShift.foreignExchange(FXShift(fraction: 0.1))
    #expect(fields(.usd, fx).isEmpty && fields(.eur, fx).isEmpty)
    #expect(fields(.gbp, fx) == ["reporting_currency"])
    let absent = ScenarioShift.rates(RateShift(curves: ["JPY.JGB"], shape: .parallel(basisPoints: 1)))
    #expect(fields(.usd, absent) == ["scenarios[S].shifts[0]"])
  }
}
