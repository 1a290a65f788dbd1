import CashFlows
import DatesAndConventions
import Instruments
import MarketData

/// Forwards, swaps and options on exchange rates: amounts of two currencies, each discounted on its own currency's curve, brought
/// together at spot.
///
/// PV = quantity · Σ amount · D · X over what is still to be exchanged, X the spot into the value currency, amounts received
/// positive; of an option, the amounts that replicate it.
struct ForwardFamily: ProductFamily {
  func price(_ positions: [PositionToPrice], in context: PricingContext) -> PricedBatch {
    var flows = CashFlowColumns()
    for position in positions {
      CashFlowGenerator.append(position.instrument.terms, after: context.markets.valuationDate, to: &flows)
    }
    var markets = ExchangeMarkets(positions, flows, in: context)
    var results = context.results(reserving: positions.count)
    for (index, position) in positions.enumerated() {
      do throws(CellGap) {
        if let open = try markets.openExchange(position, flows, flows.flows(of: index)) {
          context.append(position, open, into: &results)
        } else {
          context.appendOver(position, into: &results)
        }
      } catch {
        context.appendAll(position, reason: error.reason, into: &results)
      }
    }
    return PricedBatch(results: results, cashFlows: flows)
  }
}

extension ExchangeMarkets {
  /// What a contract of the batch still exchanges; `nil` where nothing is left. Throws what the market or the terms lack.
  ///
  /// - Parameters:
  ///   - flows: Holds the contract's known payments.
  ///   - payments: Where they are.
  mutating func openExchange(
    _ position: PositionToPrice, _ flows: CashFlowColumns, _ payments: Range<Int>
  ) throws(CellGap) -> OpenExchange? {
    let (terms, quantity) = (position.instrument.terms, position.position.quantity)
    let valuation = context.markets.valuationDate
    if case .derivative(.fxOption(let option)) = terms {
      guard option.expiry > valuation else { return nil }
      return try OpenExchange(option, quantity: quantity, in: &self)
    }
    if case .derivative(.nonDeliverableForward(let forward)) = terms {
      guard forward.exchange.settlementDate > valuation else { return nil }
      switch forward.fixing(on: valuation) {
      case .open: return OpenExchange(try amounts(forward.exchange, quantity: quantity))
      case .missing: throw CellGap(.withoutFixing(forward))
      case .fixed: break
      }
    }
    do throws(MissingMarketData) {
      var amounts: [ExchangedAmount] = []
      for flow in payments {
        amounts.append(
          try amount(
            flows.currencies[flow], quantity * flows.total(flow), flows.payDays[flow], terms.currency))
      }
      return amounts.isEmpty ? nil : OpenExchange(amounts)
    } catch {
      throw CellGap(Reason(.missingData, error.name))
    }
  }
}

extension PricingContext {
  fileprivate func append(_ position: PositionToPrice, _ open: OpenExchange, into results: inout ResultBlock)
  {
    let currencies = Set(open.amounts.map(\.currency)).sorted()
    /// Adds up by scenario what each amount gives, `scale` times a number of its own.
    func sum(
      _ amounts: [ExchangedAmount], of number: (ExchangedAmount, Int) -> Double = { $0.value($1) },
      times scale: (ExchangedAmount) -> Double = { _ in 1 }
    ) -> [Double] {
      var sums = [Double](repeating: 0, count: markets.scenarioCount)
      for amount in amounts {
        let scale = scale(amount)
        for scenario in sums.indices { sums[scenario] += number(amount, scenario) * scale }
      }
      return sums
    }
    for measure in valueMeasures {
      if let reason = position.instrument.terms.reason(without: measure) {
        append(position, measure, reason: reason, into: &results)
        continue
      }
      func row(_ factor: String = "") -> ResultBlock.Row {
        ResultBlock.Row(positionNumber: position.number, measure: measure, factor: factor)
      }
      switch measure {
      case .presentValue: results.append(row(), values: sum(open.amounts))
      case .dv01:
        results.append(row(), values: sum(open.amounts, times: { -$0.years * basisPoint }))
      case .keyRateDV01:
        for currency in currencies {
          let own = open.amounts.filter { $0.currency == currency }
          for (key, tenor) in request.keyRateTenors.enumerated() {
            results.append(
              row(PricingRequest.keyRateFactor(currency, tenor)),
              values: sum(own, times: { -tents.weight(key, at: $0.years) * $0.years * basisPoint }))
          }
        }
      case .fxDelta:
        let foreign = currencies.filter { $0 != request.reportingCurrency }
        for currency in foreign {
          results.append(
            row(currency.code),
            values: sum(open.amounts.filter { $0.currency == currency }, of: { $0.discounted[$1] }))
        }
        if foreign.isEmpty {
          results.append(
            row(),
            reason: .held(in: request.reportingCurrency))
        }
      case .vega:
        for (factor, values) in open.vegas { results.append(row(factor), values: values) }
        if open.vegas.isEmpty { results.append(row(), reason: .withoutSurface) }
      default: append(position, measure, reason: .notYet(measure), into: &results)
      }
    }
  }

  fileprivate func appendOver(_ position: PositionToPrice, into results: inout ResultBlock) {
    let zeros = [Double](repeating: 0, count: markets.scenarioCount)
    for measure in valueMeasures {
      if measure == .presentValue || measure == .dv01 {
        results.append(ResultBlock.Row(positionNumber: position.number, measure: measure), values: zeros)
      } else {
        append(
          position, measure, reason: Reason(.notApplicable, position.instrument.terms.exchangeEnd),
          into: &results)
      }
    }
  }
}

extension Instrument {
  /// How a contract of this family ended.
  fileprivate var exchangeEnd: String {
    if case .derivative(.fxOption(let option)) = self { return "expired on \(option.expiry)" }
    return "settled on \(maturity.map(\.description) ?? "an earlier day")"
  }
}
