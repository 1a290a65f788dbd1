import SecuritisationAnalytics

/// What a pool, or a bond of a deal, is expected to pay by month in each market, discounted on its currency's discount curve alone, for an
/// original face of 1.
///
/// A spread moves all paths' discount factors of a payment alike, so that means by month are all that any spread needs.
struct CashByMarket {
  /// Of one market.
  struct Cash {
    /// Means of discounted cash by month.
    let means: [Double]
    /// `nil` where no rate moves the cash. It may begin with months that are over.
    let simulated: SimulatedCash?

    /// Cash that no rate moves.
    init(means: [Double]) {
      self.means = means
      simulated = nil
    }

    /// - Parameter monthsOver: how many of its months nothing is to be paid for any more.
    init(_ simulated: SimulatedCash, monthsOver: Int = 0) {
      means = Array(simulated.monthlyMeans.dropFirst(monthsOver))
      self.simulated = simulated
    }

    /// Of the sum of months weighted so.
    func standardError(weights: [Double]) -> Double {
      guard let simulated else { return 0 }
      let over = [Double](repeating: 0, count: simulated.times.count - weights.count)
      return simulated.standardError(weights: over + weights)
    }
  }

  /// What sensitivities are differences of.
  enum Move: Hashable {
    /// All zero rates by `shift`, the zero rates of a tent by it, or the model's volatility by `volatilityShift`.
    case parallel
    case key(Int)
    case volatility
  }

  /// Discounted cash by month when something is moved up and down.
  struct Moved {
    fileprivate(set) var up: [Double] = []
    fileprivate(set) var down: [Double] = []
  }

  private struct Place: Hashable {
    let move: Move
    let state: Int
  }

  /// Half the width of the differences that give sensitivities: wide enough for many paths to answer.
  static let shift = 25 * basisPoint
  static let volatilityShift = 5 * basisPoint

  let times: PaymentTimes
  private let stateOfColumn: [Int]
  /// By state.
  private var cash: [Cash] = []
  private var moved: [Place: Moved] = [:]

  init(_ times: PaymentTimes, columns stateOfColumn: [Int]) {
    self.times = times
    self.stateOfColumn = stateOfColumn
  }

  /// By column, base market first.
  func cash(_ column: Int) -> Cash { cash[stateOfColumn[column]] }

  /// `nil` where the move is not asked for in the column.
  func moved(_ move: Move, _ column: Int) -> Moved? { moved[Place(move: move, state: stateOfColumn[column])] }

  /// Precondition: states come in their order.
  mutating func add(_ cash: Cash, of market: SimulatedMarket) {
    guard let move = market.move else {
      self.cash.append(cash)
      return
    }
    let place = Place(move: move.what, state: market.state)
    if move.isUp {
      moved[place, default: Moved()].up = cash.means
    } else {
      moved[place, default: Moved()].down = cash.means
    }
  }

  /// Bytes held, about.
  var bytes: Int {
    let months = times.years.count * MemoryLayout<Double>.stride
    let sets = PathPlan().sets
    return months * (cash.reduce(0) { $0 + ($1.simulated == nil ? 1 : 1 + 2 * sets) } + 2 * moved.count)
  }
}

/// When the months of a pool or deal are paid.
struct PaymentTimes: Sendable {
  let payDays: [Int32]
  let exDays: [Int32]
  /// When months begin and the last one ends: today, then each ex day.
  let startDays: [Int32]
  /// From the valuation date to each payment.
  let years: [Double]
  private let ends: [Double]

  init(payDays: [Int32], exDays: [Int32], valuationDay: Int32) {
    self.payDays = payDays
    self.exDays = exDays
    startDays = [valuationDay] + exDays
    years = payDays.map { Double($0 - valuationDay) / 365 }
    ends = exDays.map { Double($0 - valuationDay) / 365 }
  }

  /// As paths have them.
  var months: MonthTimes { MonthTimes(ends: ends, payments: years) }
}
