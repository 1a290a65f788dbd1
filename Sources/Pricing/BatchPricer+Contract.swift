import CashFlows
import DatesAndConventions
import Instruments
import MarketData

extension BatchPricer {
  /// Values a bond or loan: fixed flows on its currency's discount curve, its spread curve and its issue spread.
  func priceContract(
    _ position: PositionToPrice, basis: QuoteBasis, flows: CashFlowColumns, range: Range<Int>,
    tables: DiscountTables, into results: inout ResultBlock
  ) {
    let record = position.instrument
    let contract: ContractValuation
    do {
      contract = try ContractValuation(
        flows, range, basis: basis, table: try table(record, tables),
        markCleanPrice: position.position.markCleanPrice,
        spreadBasisPoints: position.position.spreadBasisPoints,
        valuationDay: markets.valuationDate.dayNumber)
    } catch {
      appendAll(position, reason: error.reason, into: &results)
      return
    }
    let quantity = position.position.quantity
    let value = contract.flows.value()
    let dollarDuration = needs.dollarDuration ? contract.flows.dollarDuration() : []
    let quotes = ContractQuotes(
      contract, value: value, needs: needs, columns: 1..<(1 + markets.scenarioCount))

    // Column 0 of values is the base market; scenario s is column 1 + s.
    for measure in valueMeasures {
      let row = ResultBlock.Row(positionNumber: position.number, measure: measure)
      switch measure {
      case .presentValue: results.append(row) { quantity * value[1 + $0] }
      case .dv01, .cs01: results.append(row) { -quantity * dollarDuration[1 + $0] * basisPoint }
      case .effectiveDuration, .spreadDuration:
        results.append(row, missing: worthless(value)) { dollarDuration[1 + $0] / value[1 + $0] }
      case .keyRateDV01:
        for (key, tenor) in request.keyRateTenors.enumerated() {
          let bucket = contract.flows.dollarDuration(tents: tents, key: key)
          let factor = PricingRequest.keyRateFactor(record.terms.currency, tenor)
          results.append(
            ResultBlock.Row(positionNumber: position.number, measure: measure, factor: factor)
          ) { -quantity * bucket[1 + $0] * basisPoint }
        }
      case .fxDelta:
        let currency = record.terms.currency
        if currency == request.reportingCurrency {
          results.append(row, reason: Reason(.notApplicable, "held in the reporting currency \(currency)"))
        } else {
          results.append(
            ResultBlock.Row(positionNumber: position.number, measure: measure, factor: currency.code)
          ) { quantity * value[1 + $0] }
        }
      case .cleanPrice:
        results.append(row, missing: quotes.unpriced) { quotes.dirtyPrices[$0] - basis.accrued }
      case .dirtyPrice: results.append(row, missing: quotes.unpriced) { quotes.dirtyPrices[$0] }
      case .accrued: results.append(row, missing: quotes.unpriced) { _ in basis.accrued }
      case .weightedAverageLife:
        let life = weightedAverageLife(flows, range, after: basis.settlementDay)
        results.append(row, missing: quotes.unpriced) { _ in life }
      case .yield: results.append(row, missing: quotes.unyielded) { quotes.yields[$0] ?? 0 }
      case .modifiedDuration:
        results.append(row, missing: quotes.unyielded) { quotes.sensitivities[$0].modifiedDuration }
      case .macaulayDuration:
        results.append(row, missing: quotes.unyielded) { quotes.sensitivities[$0].macaulayDuration }
      case .convexity:
        results.append(row, missing: quotes.unyielded) { quotes.sensitivities[$0].convexity }
      case .zSpread:
        results.append(
          row, cells: zSpreads(record, contract, value: value, flows: flows, range: range, tables: tables))
      case .gSpread: appendGSpread(row, record, basis: basis, quotes: quotes, into: &results)
      case .cashFlows: break
      }
    }
  }

  /// Everything a contract without future flows has: no value, and nothing to quote.
  func appendMatured(_ position: PositionToPrice, lastDay: CivilDate, into results: inout ResultBlock) {
    let zeros = [Double](repeating: 0, count: markets.scenarioCount)
    for measure in valueMeasures {
      switch measure {
      case .presentValue, .dv01, .cs01, .keyRateDV01:
        for factor in factors(of: measure, position) {
          results.append(
            ResultBlock.Row(positionNumber: position.number, measure: measure, factor: factor), values: zeros)
        }
      case .cleanPrice, .dirtyPrice, .accrued, .yield, .zSpread, .gSpread, .modifiedDuration,
        .macaulayDuration,
        .effectiveDuration, .convexity, .spreadDuration, .fxDelta, .weightedAverageLife:
        append(
          position, measure, reason: Reason(.notApplicable, "nothing left to pay after \(lastDay)"),
          into: &results)
      case .cashFlows: break
      }
    }
  }

  private func table(_ record: InstrumentRecord, _ tables: DiscountTables) throws(CellGap) -> DiscountTable {
    do throws(MissingMarketData) {
      return try tables.table(record.terms.currency, spreadCurve: record.spreadCurve)
    } catch {
      throw CellGap(Reason(.missingData, error.name))
    }
  }

  /// Scenarios in which a duration has nothing to be divided by.
  private func worthless(_ value: [Double]) -> [MissingCell] {
    (0..<markets.scenarioCount).filter { value[1 + $0] == 0 }
      .map { MissingCell(scenario: $0, reason: Reason(.notApplicable, "the value is 0")) }
  }

  /// Principal-weighted years from the settlement day; 0 when no principal is left.
  private func weightedAverageLife(_ flows: CashFlowColumns, _ range: Range<Int>, after settlement: Int32)
    -> Double
  {
    var principal = 0.0
    var weighted = 0.0
    for flow in range where flows.payDays[flow] > settlement {
      let repaid = flows.principal[flow] + flows.prepayment[flow]
      principal += repaid
      weighted += repaid * Double(flows.payDays[flow] - settlement) / 365
    }
    return principal > 0 ? weighted / principal : 0
  }

  /// Spread over the discount curve alone. Without a spread curve it is the issue spread in every scenario;
  /// with one it is solved from each scenario's value.
  private func zSpreads(
    _ record: InstrumentRecord, _ contract: ContractValuation, value: [Double], flows: CashFlowColumns,
    range: Range<Int>, tables: DiscountTables
  ) -> [Result<Double, CellGap>] {
    guard record.spreadCurve != nil else {
      return Array(repeating: .success(contract.issueSpread / basisPoint), count: markets.scenarioCount)
    }
    guard let table = try? tables.table(record.terms.currency, spreadCurve: nil) else {
      preconditionFailure("a table with a spread curve implies one without")
    }
    let alone = DiscountedFlows(
      flows, range, table: table, valuationDay: markets.valuationDate.dayNumber)
    return (1..<(1 + markets.scenarioCount)).map { column in
      let solved = alone.discounted(column: column).withUnsafeBufferPointer { amounts in
        alone.years.withUnsafeBufferPointer { years in
          SpreadSolver.solve(
            amounts: amounts, years: years, value: value[column], guess: contract.issueSpread)
        }
      }
      guard let solved else {
        return .failure(CellGap(Reason(.didNotConverge, "no spread from −50% to 1000% gives the value")))
      }
      return .success(solved / basisPoint)
    }
  }

  /// Yield over the discount curve's par yield at the same maturity and coupon frequency.
  private func appendGSpread(
    _ row: ResultBlock.Row, _ record: InstrumentRecord, basis: QuoteBasis, quotes: ContractQuotes,
    into results: inout ResultBlock
  ) {
    let years = Double(basis.maturity.dayNumber - markets.valuationDate.dayNumber) / 365
    let frequency = basis.frequency == .once ? Frequency.annual : basis.frequency
    do throws(MissingMarketData) {
      let benchmark = try markets.parYields(
        currency: record.terms.currency, years: years, frequency: frequency)
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
