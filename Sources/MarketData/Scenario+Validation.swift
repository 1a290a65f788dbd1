import Collateral
import DatesAndConventions

extension Scenario {
  /// Most scenarios of a run or a set.
  public static let limit = 1_000

  /// Moves beyond this many basis points are refused as a mistake of units.
  static let basisPointLimit = 10_000.0
  /// Relative moves beyond tenfold are refused as a mistake of units.
  static let fractionLimit = 10.0

  /// All that is wrong with scenarios taken together, whatever the market: their number, ids and shifts.
  public static func problems(of scenarios: [Scenario]) -> [ScenarioError] {
    var problems: [ScenarioError] = []
    if scenarios.count > limit {
      problems.append(
        ScenarioError(
          scenario: scenarios[limit].id,
          problem: "is number \(limit + 1) of \(scenarios.count); give at most \(limit)"))
    }
    var seen: Set<String> = []
    for scenario in scenarios {
      if !seen.insert(scenario.id).inserted {
        problems.append(ScenarioError(scenario: scenario.id, problem: "is given twice; ids are unique"))
      }
      problems += scenario.problems
    }
    return problems
  }

  /// All that is wrong with this scenario, whatever the market.
  public var problems: [ScenarioError] {
    var problems: [ScenarioError] = []
    if id.isEmpty {
      problems.append(ScenarioError(scenario: "''", problem: "the id is empty; give it a name"))
    }
    if id == Scenario.base.id, !shifts.isEmpty || economy != nil {
      problems.append(
        ScenarioError(scenario: id, problem: "is the market as it is; give what shifts it another id"))
    }
    for (index, shift) in shifts.enumerated() {
      problems += shift.problems.map { ScenarioError(scenario: id, shift: index + 1, problem: $0) }
    }
    for problem in economy?.problems ?? [] { problems.append(ScenarioError(scenario: id, problem: problem)) }
    return problems
  }

  /// The risk factors that this scenario names and the market lacks, each with those it has.
  public func problems(in market: RiskFactorNames) -> [ScenarioError] {
    shifts.enumerated().flatMap { index, shift in
      shift.problems(in: market).map { ScenarioError(scenario: id, shift: index + 1, problem: $0) }
    }
  }
}

extension ScenarioShift {
  var problems: [String] { moveProblems + nameProblems }

  /// Names are stored and shown, and no factor of a market has such a one.
  private var nameProblems: [String] {
    let names =
      switch self {
      case .rates(let shift): shift.curves
      case .spread(let shift): shift.curves
      case .foreignExchange(let shift): shift.currencies
      case .inflation(let shift): shift.indices
      case .volatility(let shift): shift.surfaces
      }
    let isPlain = names.allSatisfy { name in
      name.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    }
    return isPlain ? [] : ["a name holds control characters; write the curve's id or the currency's code"]
  }

  private var moveProblems: [String] {
    switch self {
    case .rates(let shift): shift.shape.problems
    case .spread(let shift):
      switch shift.move {
      case .absolute(let basisPoints): Limits.basisPoints(basisPoints)
      case .relative(let fraction): Limits.fraction(fraction)
      }
    case .foreignExchange(let shift): Limits.fraction(shift.fraction, excluding: -1)
    case .inflation(let shift): Limits.basisPoints(shift.basisPoints)
    case .volatility(let shift):
      switch shift.move {
      case .absolute(let basisPoints): Limits.basisPoints(basisPoints)
      case .relative(let fraction): Limits.fraction(fraction)
      }
    }
  }

  func problems(in market: RiskFactorNames) -> [String] {
    switch self {
    case .rates(let shift):
      let known = market.rateCurves + market.discountCurrencies
      return shift.curves.filter { !known.contains($0) }.map {
        "unknown rate curve '\($0)'; the market has the curves \(market.rateCurves.listed) and discount curves for "
          + market.discountCurrencies.listed
      }
    case .spread(let shift):
      return shift.curves.filter { !market.spreadCurves.contains($0) }.map {
        "unknown spread curve '\($0)'; the market has \(market.spreadCurves.listed)"
      }
    case .foreignExchange(let shift):
      return shift.currencies.filter { !market.currencies.contains($0) }.map {
        $0 == market.reportingCurrency.code
          ? "the value of \($0) in the reporting currency \($0) is always 1; shift the other currencies"
          : "no exchange rate for '\($0)'; the market has \(market.currencies.listed)"
      }
    case .inflation(let shift):
      return shift.indices.filter { !market.inflationIndices.contains($0) }.map {
        "unknown price index '\($0)'; the market has \(market.inflationIndices.listed)"
      }
    case .volatility(let shift): return shift.problems(in: market)
    }
  }
}

extension RateShift.Shape {
  var problems: [String] {
    switch self {
    case .parallel(let basisPoints): return Limits.basisPoints(basisPoints)
    case .relative(let fraction): return Limits.fraction(fraction)
    case .keyRate(let basisPoints, let keyTenors, let index):
      var problems = Limits.basisPoints(basisPoints) + Limits.ascending(keyTenors, "key_tenors")
      if !keyTenors.isEmpty, !keyTenors.indices.contains(index) {
        problems.append("index \(index) is not in key_tenors, which has \(keyTenors.count), counted from 0")
      }
      return problems
    case .twist(let shortTenor, let shortBasisPoints, let longTenor, let longBasisPoints):
      let order = shortTenor.years < longTenor.years
      return Limits.basisPoints(shortBasisPoints) + Limits.basisPoints(longBasisPoints)
        + (order ? [] : ["short_tenor \(shortTenor) is not shorter than long_tenor \(longTenor)"])
    case .profile(let points):
      return points.flatMap { Limits.basisPoints($0.basisPoints) }
        + Limits.ascending(points.map(\.tenor), "points")
    }
  }
}

/// The ranges of numbers in shifts: a message for each number outside.
private enum Limits {
  static func basisPoints(_ value: Double) -> [String] {
    abs(value) <= Scenario.basisPointLimit
      ? [] : ["a move of \(value) basis points is not between -10000 and 10000"]
  }

  static func fraction(_ value: Double, excluding lowest: Double? = nil) -> [String] {
    value >= -1 && value != lowest && value <= Scenario.fractionLimit
      ? [] : ["fraction \(value) is not between -1 and 10; 0.1 means 10% more"]
  }

  static func ascending(_ tenors: [Tenor], _ field: String) -> [String] {
    if tenors.isEmpty { return ["\(field) is empty; give at least one tenor"] }
    let isAscending = zip(tenors, tenors.dropFirst()).allSatisfy { $0.years < $1.years }
    return isAscending ? [] : ["\(field) \(tenors.map(\.description).listed) are not in ascending order"]
  }
}
