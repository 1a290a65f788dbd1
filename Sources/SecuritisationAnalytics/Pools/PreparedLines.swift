import CMortgageKernel
import Collateral
import Models

/// Lines of a pool, ready for any path.
struct PreparedLines: Sendable {
  /// A line that the kernel runs.
  struct Line: Sendable {
    let plan: LoanPlan
    let months: [tenor_mortgage_month]
    let hasDefaults: Bool
  }

  let lines: [Line]
  /// What is the same on every path.
  let certain: CollateralFlows?
  /// Loans that are projected path by path.
  let others: [PoolLoan]
  /// Balances before the first month: performing and in default.
  let opening: (performing: Double, inDefault: Double)
  /// Months that the longest loan has.
  let months: Int

  /// - Parameter tellsLate: whether flows are to say how late loans are, which the kernel does not.
  ///
  /// Throws where a loan runs longer than the paths, or lacks a rate.
  init(
    _ loans: some Sequence<PoolLoan>, _ market: PoolMarket, tellsLate: Bool = false
  ) throws(CollateralError) {
    let loans = loans.filter { $0.balance > 0 }
    let assumptions = market.assumptions
    let lag = assumptions.defaultsEndBeforeMaturity ? 0 : assumptions.liquidationLag
    var months = 0
    for loan in loans {
      let lifetime =
        loan.status.isInDefault ? max(1, assumptions.liquidationLag) : loan.remainingTerm + lag
      guard lifetime <= market.rates.times.count else {
        throw CollateralError(
          loan: loan.id,
          message: "has \(lifetime) months, and paths have \(market.rates.times.count); simulate more months")
      }
      months = max(months, lifetime)
    }
    self.months = months
    var (lines, certain, others): ([Line], [PoolLoan], [PoolLoan]) = ([], [], [])
    let isKernel = !(tellsLate && assumptions.rollsRates)
    var planner = LoanPlanner(assumptions, longestTerm: loans.reduce(0) { max($0, $1.remainingTerm) })
    for loan in loans {
      if case .adjustable = loan.rateTerms {
        others.append(loan)
      } else if planner == nil || loan.status.isInDefault {
        certain.append(loan)
      } else if isKernel, let model = market.model, let plan = planner?.plan(loan),
        let line = Line(plan, model, assumptions)
      {
        lines.append(line)
      } else {
        others.append(loan)
      }
    }
    self.lines = lines
    self.others = others
    self.certain = certain.isEmpty ? nil : try CollateralProjection(assumptions).flows(certain)
    opening = (
      loans.reduce(0) { $0 + ($1.status.isInDefault ? 0 : $1.balance) },
      loans.reduce(0) { $0 + ($1.status.isInDefault ? $1.balance : 0) }
    )
    if !others.isEmpty { _ = try market.flows(others, path: 0) }
  }

  /// Adds a block's sums over its paths of discounted cash, but for what is the same on every path.
  ///
  /// - Parameter room: `(liquidationLag + 1) * PathBlock.width` numbers to work in.
  func add(
    block number: Int, _ market: PoolMarket, _ room: inout [Double], to sums: inout SimulatedCash.Sums
  ) throws(CollateralError) {
    let block = market.rates.blocks[number]
    if let model = market.model, !lines.isEmpty {
      sums.interest.withUnsafeMutableBufferPointer { interest in
        sums.principal.withUnsafeMutableBufferPointer { principal in
          for line in lines {
            line.withKernel(model, market, number, &room) {
              tenor_mortgage_sums($0, interest.baseAddress, principal.baseAddress, MortgagePath.best)
            }
          }
        }
      }
    }
    guard !others.isEmpty else { return }
    for lane in 0..<PathBlock.width {
      let flows = try market.flows(others, path: number * PathBlock.width + lane)
      for month in 0..<flows.months {
        let discount = block.discounts[month * PathBlock.width + lane]
        sums.interest[month] += discount * flows.investorInterest(month)
        sums.principal[month] += discount * flows.investorPrincipal(month)
      }
    }
  }

  /// Adds what is the same on every path, discounted on the curve.
  func addCertain(_ curve: [Double], to sums: inout SimulatedCash.Sums) {
    guard let certain else { return }
    for month in 0..<certain.months {
      sums.interest[month] += curve[month] * certain.investorInterest(month)
      sums.principal[month] += curve[month] * certain.investorPrincipal(month)
    }
  }
}

extension CollateralAssumptions {
  /// Whether loans fall behind before they default.
  fileprivate var rollsRates: Bool {
    guard case .model(let model) = defaults, case .rollRates = model.form else { return false }
    return true
  }
}

extension CollateralFlows {
  /// Interest less the servicing fee, with penalties.
  func investorInterest(_ month: Int) -> Double {
    interest[month] - servicingFee[month] + prepaymentPenalty[month]
  }

  /// Scheduled, prepaid and recovered.
  func investorPrincipal(_ month: Int) -> Double {
    scheduledPrincipal[month] + prepayment[month] + recovery[month]
  }
}

extension PreparedLines.Line {
  /// `nil` where a power of the model would overflow.
  init?(_ plan: LoanPlan, _ model: PrepaymentKernel, _ assumptions: CollateralAssumptions) {
    let fee = plan.loan.servicingFee / 12
    var months: [tenor_mortgage_month] = []
    months.reserveCapacity(plan.months.count)
    for (number, month) in plan.months.enumerated() {
      guard let power = model.power(noteRate: month.noteRate) else { return nil }
      months.append(
        tenor_mortgage_month(
          ratio: month.ratio, scheduled: max(0, 1 - month.ratio), deferred: max(0, month.ratio - 1),
          rate: month.rate, fee: fee, defaults: month.defaults, liquidated: month.liquidated,
          lost: month.lost,
          advanced: month.advanced,
          advances: assumptions.servicerAdvances && number < plan.loan.remainingTerm ? 1 : 0,
          penalty: month.penalty, note_rate: month.noteRate, multiple: month.multiple,
          turnover: month.turnover, refinancing: month.refinancing, power: power))
    }
    self.plan = plan
    self.months = months
    hasDefaults = plan.months.contains { $0.defaults > 0 }
  }

  func withKernel(
    _ model: PrepaymentKernel, _ market: PoolMarket, _ number: Int, _ room: inout [Double],
    _ body: (UnsafePointer<tenor_mortgage_line>) -> Void
  ) {
    let block = market.rates.blocks[number]
    months.withUnsafeBufferPointer { months in
      block.mortgageRates.withUnsafeBufferPointer { rates in
        market.signals[number].withUnsafeBufferPointer { signals in
          market.pastRates.withUnsafeBufferPointer { pastRates in
            market.pastSignals.withUnsafeBufferPointer { pastSignals in
              block.discounts.withUnsafeBufferPointer { discounts in
                room.withUnsafeMutableBufferPointer { room in
                  var line = tenor_mortgage_line()
                  line.months = months.baseAddress
                  line.month_count = Int64(months.count)
                  line.term = Int64(plan.loan.remainingTerm)
                  line.lag = Int64(market.assumptions.liquidationLag)
                  line.has_defaults = hasDefaults
                  line.balance = plan.loan.balance
                  line.active = model.parameters.form == tenor_richard_roll ? 1 : plan.openingActive
                  line.model = model.parameters
                  line.rates = rates.baseAddress
                  line.signals = signals.baseAddress
                  line.past_rates = pastRates.baseAddress
                  line.past_signals = pastSignals.baseAddress
                  line.past_count = Int64(PoolMarket.pastMonths)
                  line.discounts = discounts.baseAddress
                  line.defaulted = room.baseAddress
                  body(&line)
                }
              }
            }
          }
        }
      }
    }
  }
}

/// The instructions that the kernel runs with. All give the same bits.
enum MortgagePath {
  /// The widest of this machine.
  static let best = all.last ?? tenor_mortgage_portable

  static let all = [tenor_mortgage_portable, tenor_mortgage_avx2, tenor_mortgage_avx512].filter(
    tenor_mortgage_path_is_available)
}
