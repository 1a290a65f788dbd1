import CashFlows
import DatesAndConventions
import Instruments
import MarketData

/// Inflation swaps and repos: a few payments of one currency, on its discount curve.
///
/// PV = quantity · Σ amount · D, amounts received positive; those of a swap depend on the index under each scenario.
struct PaymentFamily: ProductFamily {
  func price(_ positions: [PositionToPrice], in context: PricingContext) -> PricedBatch {
    var results = context.results(reserving: positions.count)
    var flows = CashFlowColumns()
    for position in positions {
      do throws(MissingMarketData) {
        let payments = try context.payments(position.instrument.terms)
        if payments.isEmpty {
          context.appendSettled(position, into: &results)
        } else {
          try context.append(position, payments, into: &results)
        }
        for payment in payments {
          flows.append(
            payDay: payment.payDay, exDay: payment.payDay, interest: payment.amounts[0] - payment.principal,
            principal: payment.principal, balance: payment.balance,
            currency: position.instrument.terms.currency)
        }
      } catch {
        context.appendAll(position, reason: Reason(.missingData, error.name), into: &results)
      }
      flows.endContract()
    }
    return PricedBatch(results: results, cashFlows: flows)
  }
}

/// A payment of one contract in every market.
struct ScenarioPayment {
  let payDay: Int32
  /// Column 0 the base market, then the scenarios; currency units.
  let amounts: [Double]
  /// Change of each amount for a parallel move of the breakevens, per 1.00 of rate.
  let inflationSlopes: [Double]
  /// Of the amount, what is principal; and principal outstanding after it.
  let principal: Double
  let balance: Double
}

extension PricingContext {
  /// What a contract of this family pays after the valuation date. Throws what the market lacks.
  func payments(_ terms: Instrument) throws(MissingMarketData) -> [ScenarioPayment] {
    switch terms {
    case .derivative(.inflationSwap(let swap)): return try payments(swap)
    case .derivative(.repo(let repo)): return payments(repo)
    default: preconditionFailure("only swaps of an index and repos have such payments")
    }
  }

  private func payments(_ swap: InflationSwap) throws(MissingMarketData) -> [ScenarioPayment] {
    let columns = 0...markets.scenarioCount
    var payments: [ScenarioPayment] = []
    for payment in swap.payments(after: markets.valuationDate) {
      let references = swap.baseIndex == nil ? [payment.end, payment.start] : [payment.end]
      let table = try markets.inflationTable(swap.index, references)
      func start(_ column: Int) -> Double { swap.baseIndex ?? table.values[table.stride + column] }
      func startSlope(_ column: Int) -> Double {
        swap.baseIndex == nil ? table.sensitivities[table.stride + column] : 0
      }
      let growth = columns.map { table.values[$0] / start($0) }
      payments.append(
        ScenarioPayment(
          payDay: payment.payDate.dayNumber,
          amounts: growth.map { swap.notional * ($0 - 1) - payment.fixed },
          inflationSlopes: columns.map {
            swap.notional * growth[$0] * (table.sensitivities[$0] - startSlope($0))
          }, principal: 0, balance: swap.notional))
    }
    return payments
  }

  private func payments(_ repo: Repo) -> [ScenarioPayment] {
    var columns = CashFlowColumns()
    repo.appendFlows(after: markets.valuationDate, to: &columns)
    let count = markets.scenarioCount + 1
    return columns.payDays.indices.map { flow in
      ScenarioPayment(
        payDay: columns.payDays[flow], amounts: Array(repeating: columns.total(flow), count: count),
        inflationSlopes: Array(repeating: 0, count: count), principal: columns.principal[flow],
        balance: columns.balances[flow])
    }
  }

  /// Appends the results of a contract with payments to come. Throws what the market lacks, before anything is appended.
  fileprivate func append(
    _ position: PositionToPrice, _ payments: [ScenarioPayment], into results: inout ResultBlock
  ) throws(MissingMarketData) {
    let currency = position.instrument.terms.currency
    let table = try discounts.table(DiscountKey(currency), days: payments.map(\.payDay))
    let rows = payments.map { Int(table.row($0.payDay)) }
    let years = rows.map { table.years[$0] }
    let quantity = position.position.quantity
    /// Σ amount · D · weight of the payment, by scenario.
    func sum(_ amounts: (ScenarioPayment) -> [Double], _ weight: (Int) -> Double = { _ in 1 }) -> [Double] {
      (0..<markets.scenarioCount).map { scenario in
        var total = 0.0
        for (place, payment) in payments.enumerated() {
          total += amounts(payment)[1 + scenario] * table.matrix[rows[place], 1 + scenario] * weight(place)
        }
        return quantity * total
      }
    }
    for measure in valueMeasures {
      if let reason = position.instrument.terms.reason(without: measure) {
        append(position, measure, reason: reason, into: &results)
        continue
      }
      let row = ResultBlock.Row(positionNumber: position.number, measure: measure)
      switch measure {
      case .presentValue: results.append(row, values: sum(\.amounts))
      case .dv01: results.append(row, values: sum(\.amounts) { -years[$0] * basisPoint })
      case .keyRateDV01:
        for (key, tenor) in request.keyRateTenors.enumerated() {
          results.append(
            ResultBlock.Row(
              positionNumber: position.number, measure: measure,
              factor: PricingRequest.keyRateFactor(currency, tenor)),
            values: sum(\.amounts) { -years[$0] * tents.weight(key, at: years[$0]) * basisPoint })
        }
      case .fxDelta:
        if currency == request.reportingCurrency {
          results.append(row, reason: .held(in: currency))
        } else {
          results.append(
            ResultBlock.Row(positionNumber: position.number, measure: measure, factor: currency.code),
            values: sum(\.amounts))
        }
      case .inflationDV01:
        results.append(row, values: sum(\.inflationSlopes) { _ in basisPoint })
      case .accrued:
        guard case .derivative(.repo(let repo)) = position.instrument.terms else {
          preconditionFailure("only a repo accrues interest here")
        }
        let accrued = repo.interest(to: markets.valuationDate) / repo.cash * 100
        results.append(row, values: Array(repeating: accrued, count: markets.scenarioCount))
      default: append(position, measure, reason: .notYet(measure), into: &results)
      }
    }
  }

  /// The results of a contract whose last payment has been made: no value.
  func appendSettled(_ position: PositionToPrice, how: String? = nil, into results: inout ResultBlock) {
    let zeros = [Double](repeating: 0, count: markets.scenarioCount)
    for measure in valueMeasures {
      if measure == .presentValue || measure == .dv01 {
        results.append(ResultBlock.Row(positionNumber: position.number, measure: measure), values: zeros)
      } else {
        let day = position.instrument.terms.maturity.map(\.description) ?? "an earlier day"
        append(
          position, measure, reason: Reason(.notApplicable, how ?? "settled on \(day)"), into: &results)
      }
    }
  }
}
