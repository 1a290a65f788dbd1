import CashFlows
import DatesAndConventions
import Instruments
import MarketData

/// FX forwards and swaps: amounts of two currencies, each discounted on its own currency's curve, brought together at spot.
///
/// PV = quantity · Σ amount · D · X over what is still to be exchanged, X the spot into the value currency, amounts received
/// positive.
struct ForwardFamily: ProductFamily {
  func covers(_ terms: Instrument) -> Bool {
    switch terms {
    case .fxForward: true
    case .derivative(let derivative):
      switch derivative {
      case .fxSwap: true
      case .swap, .forwardRate, .creditDefaultSwap, .inflationSwap, .repo, .bondFuture: false
      }
    case .fixedBond, .linkedBond, .callableBond, .floatingNote, .amortisingLoan, .unsupported: false
    }
  }

  func price(_ positions: [PositionToPrice], in context: PricingContext) -> PricedBatch {
    var results = context.results(reserving: positions.count)
    var flows = CashFlowColumns()
    for (index, position) in positions.enumerated() {
      CashFlowGenerator.append(position.instrument.terms, after: context.markets.valuationDate, to: &flows)
      let payments = flows.flows(of: index)
      if payments.isEmpty {
        context.appendSettled(position, into: &results)
      } else {
        context.price(position, flows, payments, into: &results)
      }
    }
    return PricedBatch(results: results, cashFlows: flows)
  }
}

extension PricingContext {
  fileprivate func price(
    _ position: PositionToPrice, _ flows: CashFlowColumns, _ payments: Range<Int>,
    into results: inout ResultBlock
  ) {
    let scenarios = 0..<markets.scenarioCount
    let paid: [ExchangedAmount]
    do throws(MissingMarketData) {
      var amounts: [ExchangedAmount] = []
      for flow in payments {
        amounts.append(
          try exchanged(
            flows.currencies[flow], position.position.quantity * flows.total(flow), flows.payDays[flow],
            position.instrument.terms.currency))
      }
      paid = amounts
    } catch {
      appendAll(position, reason: Reason(.missingData, error.name), into: &results)
      return
    }
    let currencies = Set(paid.map(\.currency)).sorted()
    func sum(_ amounts: [ExchangedAmount], _ number: (ExchangedAmount, Int) -> Double) -> [Double] {
      scenarios.map { scenario in amounts.reduce(0) { $0 + number($1, scenario) } }
    }
    for measure in valueMeasures {
      let row = ResultBlock.Row(positionNumber: position.number, measure: measure)
      switch measure {
      case .presentValue: results.append(row, values: sum(paid) { $0.value($1) })
      case .dv01: results.append(row, values: sum(paid) { -$0.value($1) * $0.years * basisPoint })
      case .keyRateDV01:
        for currency in currencies {
          let own = paid.filter { $0.currency == currency }
          for (key, tenor) in request.keyRateTenors.enumerated() {
            results.append(
              ResultBlock.Row(
                positionNumber: position.number, measure: measure,
                factor: PricingRequest.keyRateFactor(currency, tenor)),
              values: sum(own) { -$0.value($1) * tents.weight(key, at: $0.years) * $0.years * basisPoint })
          }
        }
      case .fxDelta:
        for currency in currencies where currency != request.reportingCurrency {
          results.append(
            ResultBlock.Row(positionNumber: position.number, measure: measure, factor: currency.code),
            values: sum(paid.filter { $0.currency == currency }) { $0.discounted[$1] })
        }
      case .cleanPrice, .dirtyPrice, .accrued, .yield, .zSpread, .optionAdjustedSpread,
        .yieldToWorst, .effectiveConvexity, .gSpread, .cs01, .inflationDV01, .modifiedDuration,
        .macaulayDuration, .effectiveDuration, .convexity, .spreadDuration, .weightedAverageLife,
        .discountMargin, .jumpToDefault, .expectedLoss:
        results.append(
          row,
          reason: Reason(
            .notApplicable, "\(position.instrument.terms.exchangeName) has no \(measure.rawValue)"))
      case .cashFlows: break
      }
    }
  }

  private func exchanged(_ currency: Currency, _ amount: Double, _ day: Int32, _ valueCurrency: Currency)
    throws(MissingMarketData) -> ExchangedAmount
  {
    let table = try discounts.table(DiscountKey(currency), days: CollectionOfOne(day))
    let row = Int(table.row(day))
    let spot = try markets.fxRates(base: currency, quote: valueCurrency)
    return ExchangedAmount(
      currency: currency, years: table.years[row],
      discounted: (0..<markets.scenarioCount).map { amount * table.matrix[row, 1 + $0] },
      spot: Array(spot.dropFirst()))
  }
}

extension Instrument {
  /// What reasons call a contract that exchanges payments.
  var exchangeName: String {
    guard case .derivative(let derivative) = self else { return "an FX forward" }
    switch derivative {
    case .fxSwap: return "an FX swap"
    case .swap: return "a swap"
    case .forwardRate: return "a forward rate agreement"
    case .creditDefaultSwap: return "a default swap"
    case .inflationSwap: return "an inflation swap"
    case .repo: return "a repo"
    case .bondFuture: return "a bond future"
    }
  }
}

/// One amount still to be exchanged, under every scenario.
private struct ExchangedAmount {
  let currency: Currency
  /// Act/365F time to the payment.
  let years: Double
  /// Present value in the amount's own currency.
  let discounted: [Double]
  /// Units of the value currency for one of the amount's.
  let spot: [Double]

  func value(_ scenario: Int) -> Double { discounted[scenario] * spot[scenario] }
}
