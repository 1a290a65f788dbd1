import CashFlows
import DatesAndConventions
import Instruments
import MarketData

/// Bond futures: the forward price of the bond that is cheapest to deliver, over its conversion factor.
///
/// The choice is made anew under each scenario; the seller's options of time and choice are not valued. A mark is the future's market price;
/// its difference from the price of the base market is held under every scenario.
struct BondFutureFamily: ProductFamily {
  func price(_ positions: [PositionToPrice], in context: PricingContext) -> PricedBatch {
    var results = context.results(reserving: positions.count)
    var flows = CashFlowColumns()
    for position in positions {
      flows.endContract()
      guard case .derivative(.bondFuture(let future)) = position.instrument.terms else {
        preconditionFailure("only bond futures are priced here")
      }
      if future.delivery <= context.markets.valuationDate {
        context.appendSettled(position, into: &results)
        continue
      }
      do throws(CellGap) {
        context.append(position, future, try BondFutureValues(future, in: context), into: &results)
      } catch {
        context.appendAll(position, reason: error.reason, into: &results)
      }
    }
    return PricedBatch(results: results, cashFlows: flows)
  }
}

/// The price of a future and its derivatives in every market; column 0 the base market.
struct BondFutureValues {
  /// Per 100.
  private(set) var prices: [Double] = []
  /// Change of the price for a parallel rise of the zero curve, per 1.00 of rate; and its parts by key rate.
  private(set) var slopes: [Double] = []
  private(set) var keySlopes: [[Double]] = []
  /// The place in the basket of the bond that is cheapest to deliver.
  private(set) var cheapest: [Int] = []

  /// Throws the reason why there is no price.
  init(_ future: BondFuture, in context: PricingContext) throws(CellGap) {
    let factors: [Double]
    var bonds: [ForwardBond] = []
    do throws(TermsError) {
      factors = try future.conversionFactors()
      for bond in future.basket {
        bonds.append(
          ForwardBond(try bond.fixedBond(future.currency, future.convention), delivery: future.delivery))
      }
    } catch {
      throw CellGap(Reason(.calculationFailed, "\(error.field) \(error.message)"))
    }
    let deliveryDay = future.delivery.dayNumber
    let table: DiscountTable
    do throws(MissingMarketData) {
      table = try context.discounts.table(
        DiscountKey(future.currency), days: bonds.flatMap(\.days) + [deliveryDay])
    } catch {
      throw CellGap(Reason(.missingData, error.name))
    }
    let deliveryRow = Int(table.row(deliveryDay))
    let deliveryYears = table.years[deliveryRow]
    for column in 0...context.markets.scenarioCount {
      func price(_ place: Int) -> Double {
        let bond = bonds[place]
        var value = 0.0
        for (day, amount) in zip(bond.days, bond.amounts) {
          value += amount * table.matrix[Int(table.row(day)), column]
        }
        return (value / table.matrix[deliveryRow, column] - bond.accrued) / factors[place]
      }
      var best = (place: 0, price: price(0))
      for place in bonds.indices.dropFirst() {
        let other = price(place)
        if other < best.price { best = (place, other) }
      }
      cheapest.append(best.place)
      prices.append(best.price)
      // d(D(t) / D(T))/dz = −(t − T) · D(t) / D(T), each time with its own tent.
      var slope = 0.0
      var keys = [Double](repeating: 0, count: context.request.keyRateTenors.count)
      let bond = bonds[best.place]
      for (day, amount) in zip(bond.days, bond.amounts) {
        let row = Int(table.row(day))
        let forward =
          amount * table.matrix[row, column] / table.matrix[deliveryRow, column] / factors[best.place]
        slope -= forward * (table.years[row] - deliveryYears)
        for key in keys.indices {
          let atPayment = context.tents.weight(key, at: table.years[row]) * table.years[row]
          keys[key] -= forward * (atPayment - context.tents.weight(key, at: deliveryYears) * deliveryYears)
        }
      }
      slopes.append(slope)
      keySlopes.append(keys)
    }
  }

  /// What a buyer at delivery gets of a bond, per 100 of face.
  private struct ForwardBond {
    var days: [Int32] = []
    var amounts: [Double] = []
    let accrued: Double

    init(_ bond: FixedBond, delivery: CivilDate) {
      let schedule = FixedBondSchedule(bond, after: delivery)
      var flows = CashFlowColumns()
      CashFlowGenerator.append(bond, schedule, after: delivery, to: &flows)
      for flow in 0..<flows.flowCount where flows.exDays[flow] > delivery.dayNumber {
        days.append(flows.payDays[flow])
        amounts.append(100 * flows.total(flow))
      }
      accrued = schedule.accruedInterest(at: delivery)
    }
  }
}

extension PricingContext {
  fileprivate func append(
    _ position: PositionToPrice, _ future: BondFuture, _ values: BondFutureValues,
    into results: inout ResultBlock
  ) {
    let basis = position.position.markCleanPrice.map { $0 - values.prices[0] } ?? 0
    let settled = future.settledPrice ?? values.prices[0] + basis
    let amount = position.position.quantity * future.face / 100
    func value(_ scenario: Int) -> Double { amount * (values.prices[1 + scenario] + basis - settled) }
    for measure in valueMeasures {
      if let reason = position.instrument.terms.reason(without: measure) {
        append(position, measure, reason: reason, into: &results)
        continue
      }
      let row = ResultBlock.Row(positionNumber: position.number, measure: measure)
      switch measure {
      case .presentValue: results.append(row) { value($0) }
      case .cleanPrice: results.append(row) { values.prices[1 + $0] + basis }
      case .dv01: results.append(row) { amount * values.slopes[1 + $0] * basisPoint }
      case .keyRateDV01:
        for (key, tenor) in request.keyRateTenors.enumerated() {
          results.append(
            ResultBlock.Row(
              positionNumber: position.number, measure: measure,
              factor: PricingRequest.keyRateFactor(future.currency, tenor))
          ) { amount * values.keySlopes[1 + $0][key] * basisPoint }
        }
      case .fxDelta:
        if future.currency == request.reportingCurrency {
          results.append(
            row, reason: .held(in: future.currency))
        } else {
          results.append(
            ResultBlock.Row(positionNumber: position.number, measure: measure, factor: future.currency.code)
          ) { value($0) }
        }
      default: append(position, measure, reason: .notYet(measure), into: &results)
      }
    }
  }
}
