import CashFlows
import DatesAndConventions
import Instruments
import MarketData

extension PricingContext {
  /// Appends the results of a bond or loan that has a value.
  ///
  /// - Parameters:
  ///   - ownSpreads: Z-spreads of a contract that is worth more than its flows.
  ///   - simulated: values of a contract whose flows are not the same under all scenarios.
  func append(
    _ position: PositionToPrice, _ placement: ContractPlacement, _ placed: PlacedContracts,
    amounts: some ContractAmounts, quotes: ContractQuotes, options: OptionQuotes? = nil,
    linked: LinkedValues? = nil, ownSpreads: [Result<Double, CellGap>]? = nil,
    simulated: CashByMarketValues? = nil,
    into results: inout ResultBlock
  ) {
    let record = position.instrument
    let basis = placement.basis
    let delivered = DeliveredPool(record.terms, placement, scenarioCount: markets.scenarioCount)
    for measure in valueMeasures {
      if let reason = position.instrument.terms.reason(without: measure) {
        append(position, measure, reason: reason, into: &results)
        continue
      }
      if appendAmount(measure, position, amounts, delivered: delivered, into: &results) { continue }
      let row = ResultBlock.Row(positionNumber: position.number, measure: measure)
      switch measure {
      case .inflationDV01:
        guard let linked else { preconditionFailure("only linked bonds depend on a price index") }
        results.append(row) { position.position.quantity * linked.dollarInflation[$0] * basisPoint }
      case .cleanPrice:
        results.append(row, missing: quotes.unpriced) { quotes.dirtyPrices[$0] - basis.accrued }
      case .dirtyPrice: results.append(row, missing: quotes.unpriced) { quotes.dirtyPrices[$0] }
      case .accrued: results.append(row, missing: quotes.unpriced) { _ in basis.accrued }
      case .weightedAverageLife:
        let life = weightedAverageLife(placed.contracts.flows, placement.flows, after: basis.settlementDay)
        results.append(row, missing: quotes.unpriced) { _ in life }
      case .yield: results.append(row, missing: quotes.unyielded) { quotes.yields[$0] ?? 0 }
      case .modifiedDuration:
        results.append(row, missing: quotes.unyielded) { quotes.sensitivities[$0].modifiedDuration }
      case .macaulayDuration:
        results.append(row, missing: quotes.unyielded) { quotes.sensitivities[$0].macaulayDuration }
      case .convexity:
        results.append(row, missing: quotes.unyielded) { quotes.sensitivities[$0].convexity }
      case .yieldToWorst:
        if let options {
          results.append(row, cells: options.yieldsToWorst(quotes))
        } else {
          results.append(row, missing: quotes.unyielded) { quotes.yields[$0] ?? 0 }
        }
      case .yieldToCall:
        if let options {
          results.append(row, cells: options.yieldsToCall(quotes))
        } else {
          results.append(row, reason: Reason(.notApplicable, "no call after settlement"))
        }
      case .optionAdjustedSpread:
        results.append(
          row,
          cells: ownSpreads ?? simulated?.optionAdjustedSpreads ?? options?.spreads
            ?? zSpreads(record, placement, placed, value: amounts.value, for: measure, linked: linked))
      case .zSpread:
        results.append(
          row,
          cells: ownSpreads
            ?? zSpreads(
              record, placement, placed, value: amounts.value, for: measure,
              isOptional: options != nil || simulated != nil, linked: linked)
        )
      case .gSpread:
        appendSpread(row, basis, quotes, into: &results) { years, frequency throws(MissingMarketData) in
          try markets.parYields(currency: record.terms.currency, years: years, frequency: frequency)
        }
      case .iSpread:
        appendSpread(row, basis, quotes, into: &results) { years, frequency throws(MissingMarketData) in
          try markets.swapRates(currency: record.terms.currency, years: years, frequency: frequency)
        }
      case .simulationError:
        if let simulated, !simulated.isCertain {
          results.append(row) { abs(position.position.quantity) * simulated.standardError[$0] }
        } else {
          append(position, measure, reason: Reason(.notApplicable, "nothing is simulated"), into: &results)
        }
      case .vega:
        if let simulated, !simulated.isCertain {
          let factor = PricingRequest.modelFactor(record.terms.currency)
          results.append(
            ResultBlock.Row(positionNumber: position.number, measure: measure, factor: factor)
          ) { position.position.quantity * simulated.dollarVega[$0] * basisPoint }
        } else {
          append(position, measure, reason: Reason(.notApplicable, "nothing is simulated"), into: &results)
        }
      case .assetSwapSpread:
        results.append(row, cells: assetSwapSpreads(record.terms.currency, placement, placed, quotes))
      default: append(position, measure, reason: .notYet(measure), into: &results)
      }
    }
  }

  /// Everything a contract without future flows has: no value, and nothing to quote.
  func appendMatured(_ position: PositionToPrice, into results: inout ResultBlock) {
    let ended = position.instrument.terms.maturity.map { " after \($0)" } ?? ""
    let zeros = [Double](repeating: 0, count: markets.scenarioCount)
    for measure in valueMeasures {
      if let reason = position.instrument.terms.reason(without: measure) {
        append(position, measure, reason: reason, into: &results)
      } else if measure.aggregation == .sum, measure != .fxDelta {
        for factor in factors(of: measure, position) {
          results.append(
            ResultBlock.Row(positionNumber: position.number, measure: measure, factor: factor), values: zeros)
        }
      } else {
        append(
          position, measure,
          reason: Reason(.notApplicable, "nothing left to pay\(ended)"),
          into: &results)
      }
    }
  }

  /// Principal-weighted years from the settlement day; 0 when no principal is left.
  private func weightedAverageLife(_ flows: CashFlowColumns, _ range: Range<Int>, after settlement: Int32)
    -> Double
  {
    var principal = 0.0
    var weighted = 0.0
    for flow in range where flows.payDays[flow] > settlement && flows.exDays[flow] > settlement {
      let repaid = flows.principal[flow] + flows.prepayment[flow]
      principal += repaid
      weighted += repaid * Double(flows.payDays[flow] - settlement) / 365
    }
    return principal > 0 ? weighted / principal : 0
  }

  /// Spread over the discount curve alone of the flows to maturity. Without a spread curve and options it is the issue spread
  /// in every scenario; else it is solved from each scenario's value.
  private func zSpreads(
    _ record: InstrumentRecord, _ placement: ContractPlacement, _ placed: PlacedContracts,
    value: BaseAndScenarios, for measure: Measure, isOptional: Bool = false, linked: LinkedValues? = nil
  ) -> [Result<Double, CellGap>] {
    let scenarios = request.valueCount(of: measure, scenarioCount: markets.scenarioCount)
    guard record.spreadCurve != nil || isOptional else {
      return Array(repeating: .success(placement.issueSpread / basisPoint), count: scenarios)
    }
    let days = placed.contracts.flows.payDays[placement.flows]
    guard let alone = try? discounts.table(DiscountKey(record.terms.currency), days: days) else {
      preconditionFailure("a table with a spread curve implies one without")
    }
    let flows = placement.flows
    let rows = days.map { Int(alone.row($0)) }
    let amounts = flows.map { flow in
      placed.contracts.flows.exDays[flow] > markets.valuationDate.dayNumber
        ? placed.contracts.flows.total(flow) : 0
    }
    let years = Array(placed.years[flows])
    return (0..<scenarios).map { scenario in
      let discounted = amounts.indices.map {
        amounts[$0] * (linked?.growth($0, scenario: scenario) ?? 1) * alone.matrix[rows[$0], 1 + scenario]
      }
      guard
        let solved = SpreadSolver.solve(
          amounts: discounted, years: years, value: value[scenario], guess: placement.issueSpread)
      else {
        return .failure(CellGap(Reason(.didNotConverge, "no spread from −50% to 1000% gives the value")))
      }
      return .success(solved / basisPoint)
    }
  }

  /// Yield over a par rate at the same maturity and coupon frequency, given by years and frequency for the base market and each
  /// scenario.
  private func appendSpread(
    _ row: ResultBlock.Row, _ basis: QuoteBasis, _ quotes: ContractQuotes, into results: inout ResultBlock,
    over parRates: (Double, Frequency) throws(MissingMarketData) -> [Double]
  ) {
    let years = Double(basis.maturity.dayNumber - markets.valuationDate.dayNumber) / 365
    let frequency = basis.frequency == .once ? Frequency.annual : basis.frequency
    do throws(MissingMarketData) {
      let benchmark = try parRates(years, frequency)
      results.append(row, missing: quotes.unyielded) {
        ((quotes.yields[$0] ?? 0) - benchmark[1 + $0]) / basisPoint
      }
    } catch {
      let reason = Reason(.missingData, error.name)
      let missing = (0..<markets.scenarioCount).map { MissingCell(scenario: $0, reason: reason) }
      results.append(row, missing: missing) { _ in 0 }
    }
  }
}
