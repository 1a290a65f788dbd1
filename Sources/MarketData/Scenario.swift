public import Collateral
public import DatesAndConventions

/// A named set of shifts of market risk factors. No shifts is the base scenario.
public struct Scenario: Sendable, Hashable, Codable {
  /// Unique in a run, such as `RATES_PARALLEL_1BP`.
  public let id: String
  public let description: String
  public let shifts: [ScenarioShift]
  /// How house prices, unemployment and borrowers' behaviour go on; `nil` for as the market has it.
  public let economy: EconomyScenario?

  public init(
    id: String, description: String = "", shifts: [ScenarioShift], economy: EconomyScenario? = nil
  ) {
    self.id = id
    self.description = description
    self.shifts = shifts
    self.economy = economy
  }

  public static let base = Scenario(id: "BASE", description: "The market as it is", shifts: [])

  /// Puts the base scenario first, whether it was asked for or not: profit and loss is measured from it. One of its name
  /// that shifts something is left where it is, to be refused.
  public static func baseFirst(_ scenarios: [Scenario]) -> [Scenario] {
    if scenarios.first?.id == base.id { return scenarios }
    return [base] + scenarios.filter { $0.id != base.id || !$0.shifts.isEmpty || $0.economy != nil }
  }
}

/// One typed shift of one or more named risk factors. Shifts of a scenario apply in order and add up.
public enum ScenarioShift: Sendable, Hashable {
  case rates(RateShift)
  case spread(SpreadShift)
  case foreignExchange(FXShift)
  case inflation(InflationShift)
  case volatility(SurfaceShift)
}

/// A move of rate curves.
public struct RateShift: Sendable, Hashable, Codable {
  /// Curve ids, or currency codes meaning that currency's discount curve; empty means every rate curve.
  public let curves: [String]
  public let domain: Domain
  public let shape: Shape

  public enum Domain: String, Sendable, Codable, CaseIterable, Hashable {
    /// Continuously compounded zero rates of the built curve.
    case zero
    /// The quoted rates; the curve is built again.
    case quote
  }

  public enum Shape: Sendable, Hashable, Codable {
    /// Every tenor moves by the same basis points.
    case parallel(basisPoints: Double)
    /// Every rate is multiplied by 1 + fraction.
    case relative(fraction: Double)
    /// A tent: `basisPoints` at `keyTenors[index]`, falling linearly to 0 at its neighbours, flat beyond the
    /// first and last key. The tents of all keys add up to the parallel move.
    case keyRate(basisPoints: Double, keyTenors: [Tenor], index: Int)
    /// Linear in time from `shortBasisPoints` at `shortTenor` to `longBasisPoints` at `longTenor`, flat beyond.
    case twist(shortTenor: Tenor, shortBasisPoints: Double, longTenor: Tenor, longBasisPoints: Double)
    /// Linear in time through the points, flat beyond them.
    case profile(points: [SpreadPoint])
  }

  public init(curves: [String] = [], domain: Domain = .zero, shape: Shape) {
    self.curves = curves
    self.domain = domain
    self.shape = shape
  }
}

/// A move of spread curves, and so of the discounting of every instrument that names one.
public struct SpreadShift: Sendable, Hashable, Codable {
  /// Spread curve ids; empty means every spread curve.
  public let curves: [String]
  public let move: Move

  public enum Move: Sendable, Hashable, Codable {
    case absolute(basisPoints: Double)
    /// The curve's own spread is multiplied by 1 + fraction; an instrument's issue spread is not.
    case relative(fraction: Double)
  }

  public init(curves: [String] = [], move: Move) {
    self.curves = curves
    self.move = move
  }
}

/// A move of spot rates: the value of each named currency, measured in the run's reporting currency,
/// is multiplied by 1 + fraction.
public struct FXShift: Sendable, Hashable, Codable {
  /// Currency codes; empty means every currency but the reporting currency.
  public let currencies: [String]
  /// 0.01 for +1%; above −1.
  public let fraction: Double

  public init(currencies: [String] = [], fraction: Double) {
    self.currencies = currencies
    self.fraction = fraction
  }
}

/// A move of expected inflation: of the quoted zero-coupon swap rates, from which the index is projected again.
public struct InflationShift: Sendable, Hashable, Codable {
  /// Names of price indices; empty means every index.
  public let indices: [String]
  /// Added to every rate.
  public let basisPoints: Double

  public init(indices: [String] = [], basisPoints: Double) {
    self.indices = indices
    self.basisPoints = basisPoints
  }
}
