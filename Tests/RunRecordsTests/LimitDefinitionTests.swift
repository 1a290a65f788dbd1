import DatesAndConventions
import JSONDocuments
import Pricing
import RunRecords
import Testing

@Suite struct LimitDefinitionTests {
  private static func limit(
    _ figure: LimitFigure = .measure(.dv01, factor: "", scenario: "BASE"), node: String = "FUND/CREDIT",
    minimum: Double? = -100, maximum: Double? = nil, warningShare: Double = 0.9, currency: Currency? = .usd
  ) -> LimitDefinition {
    LimitDefinition(
      name: LimitName("a")!, node: node, figure: figure,
      bounds: LimitBounds(minimum: minimum, maximum: maximum, warningShare: warningShare), currency: currency)
  }

  @Test(
    arguments: [
      // A maximum above zero and a minimum below it limit size.
      (nil, 100, 0.9, 89.9, LimitStatus.ok), (nil, 100, 0.9, 90, .warning), (nil, 100, 0.9, 100, .warning),
      (nil, 100, 0.9, 100.1, .breach), (nil, 100, 0.9, -1e9, .ok),
      (-100, nil, 0.9, -89.9, .ok), (-100, nil, 0.9, -90, .warning), (-100, nil, 0.9, -100.1, .breach),
      (-100, nil, 0.9, 1e9, .ok),
      // On the other side of zero a bound is neared from further out.
      (0.03, nil, 0.9, 0.0335, .ok), (0.03, nil, 0.9, 0.0333, .warning), (0.03, nil, 0.9, 0.0299, .breach),
      (nil, -10, 0.5, -20.5, .ok), (nil, -10, 0.5, -20, .warning), (nil, -10, 0.5, -9.9, .breach),
      // Zero has no size to be near to; nor has a share of 1.
      (0, nil, 0.9, 1e-9, .ok), (0, nil, 0.9, 0, .ok), (0, nil, 0.9, -1e-9, .breach),
      (nil, 100, 1, 100, .ok), (-5, 5, 0.9, 0, .ok), (-5, 5, 0.9, 4.6, .warning),
      (-5, 5, 0.9, -4.6, .warning),
    ] as [(Double?, Double?, Double, Double, LimitStatus)])
  func statusOfAValue(
    minimum: Double?, maximum: Double?, warningShare: Double, value: Double, expected: LimitStatus
  ) {
    let bounds = LimitBounds(minimum: minimum, maximum: maximum, warningShare: warningShare)
    #expect(bounds.status(of: value) == expected)
  }

  @Test(
    arguments: [
      (limit(), nil), (limit(node: ""), nil), (limit(node: "A//B"), "node"),
      (limit(.measure(.cleanPrice, factor: "", scenario: "BASE"), currency: nil), "figure.measure.measure"),
      (limit(.measure(.keyRateDV01, factor: "", scenario: "BASE")), "figure.measure.factor"),
      (limit(.measure(.parDV01, factor: "USD.SOFR:future USD-SOFR 2023-06-21", scenario: "BASE")), nil),
      (limit(.measure(.parDV01, factor: String(repeating: "Q", count: 200), scenario: "BASE")), nil),
      (
        limit(.measure(.parDV01, factor: String(repeating: "Q", count: 201), scenario: "BASE")),
        "figure.measure.factor"
      ),
      (limit(.measure(.vega, factor: "EURUSD:\u{7}", scenario: "BASE")), "figure.measure.factor"),
      (limit(.measure(.dv01, factor: "USD:5Y", scenario: "BASE")), "figure.measure.factor"),
      (limit(.measure(.yield, factor: "", scenario: "BASE")), "currency"), (limit(currency: nil), "currency"),
      (limit(.profit(scenario: "BASE", isRelative: false)), "figure.profit.scenario"),
      (limit(.profit(scenario: "UP", isRelative: true), currency: nil), nil),
      (limit(.concentration(.currency, .largest(count: 0)), currency: nil), "figure.concentration.largest"),
      (limit(minimum: nil), "bounds"), (limit(minimum: 2, maximum: 1), "bounds.minimum"),
      (limit(warningShare: 0), "bounds.warning_share"), (limit(warningShare: 1.5), "bounds.warning_share"),
    ] as [(LimitDefinition, String?)])
  func problemsNameTheirField(limit: LimitDefinition, field: String?) {
    #expect(limit.problems().map(\.field) == (field.map { [$0] } ?? []))
  }

  @Test(arguments: [
    LimitFigure.measure(.keyRateDV01, factor: "USD:5Y", scenario: "UP"),
    .profit(scenario: "UP", isRelative: true), .concentration(.instrument, .largest(count: 5)),
    .concentration(.node, .herfindahl),
  ])
  func documentsReadBackToTheSameLimit(figure: LimitFigure) throws {
    let limit = Self.limit(figure, maximum: 7)
    let text = try CanonicalJSON.encode(limit)
    #expect(try CanonicalJSON.decode(LimitDefinition.self, from: text) == limit)
  }

  @Test func aFigureIsOfOneKind() {
    for text in ["{}", #"{"profit": {"scenario": "UP"}, "concentration": {"attribute": "currency"}}"#] {
      #expect(throws: JSONError.self) { try CanonicalJSON.decode(LimitFigure.self, from: text) }
    }
  }
}
