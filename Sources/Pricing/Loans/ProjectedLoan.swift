import CashFlows
import DatesAndConventions
import Instruments
import MarketData

/// A loan's payments under every scenario, per contract.
struct ProjectedLoan {
  let terms: VariableLoan
  let discounts: DiscountTable
  /// Days of payment in the order of the periods.
  let payDays: [Int32]
  /// Of each block of eight columns: what is paid, with its derivatives for a parallel move.
  let totals: [[Jet]]
  /// Of the base market.
  let balance: Double
  /// Of the base market: interest, net of the servicing fee, and fees.
  let accrued: Double
  private let base: [LoanProjection.Payment]
  private let schedule: VariableLoanSchedule
  private let published: [CivilDate: Double]
  private let indexTable: DiscountTable?
  private let context: PricingContext

  /// `nil` where nothing is left to pay. Throws what the market lacks.
  init?(_ position: PositionToPrice, in context: PricingContext) throws(CellGap) {
    self.context = context
    terms = position.instrument.terms.variableLoan
    let valuation = context.markets.valuationDate
    schedule = VariableLoanSchedule(terms, valuation: valuation)
    guard let last = schedule.periods.last, last.payDate > valuation else { return nil }
    var payDays: [Int32] = []
    for period in schedule.periods {
      for change in period.changes where change.payDate > valuation {
        payDays.append(change.payDate.dayNumber)
      }
      if period.payDate > valuation { payDays.append(period.payDate.dayNumber) }
    }
    var published: [CivilDate: Double] = [:]
    var indexDays: [Int32] = []
    for period in schedule.periods {
      guard let lookup = period.reset?.lookup else { continue }
      if let rate = try Self.published(lookup, context.markets) {
        published[lookup.fixingDate] = rate
      } else {
        indexDays.append(lookup.start.dayNumber)
        indexDays += lookup.coupons.map(\.day.dayNumber)
      }
    }
    self.published = published
    do throws(MissingMarketData) {
      discounts = try context.discounts.table(PlacedContracts.key(position), days: payDays)
      indexTable =
        if let reset = terms.rateReset {
          // Asked for even where every rate is published, so that the same data is missed on any day.
          try context.discounts.table(
            .index(RateIndex.of(reset.index).projection.index),
            days: indexDays.isEmpty ? [valuation.dayNumber] : indexDays)
        } else {
          nil
        }
    } catch {
      throw CellGap(Reason(.missingData, error.name))
    }
    let (schedule, indexTable) = (schedule, indexTable)
    func projection(_ block: Int) -> LoanProjection {
      Self.projection(schedule, published, indexTable, context, block: block, .parallel)
    }
    let first = projection(0)
    base = first.payments
    balance = first.balance.value[0]
    accrued = first.accrued.value[0]
    self.payDays = payDays
    let blocks = (context.markets.scenarioCount + 1 + Jet.width - 1) / Jet.width
    totals =
      [first.payments.map(\.total)] + (1..<max(1, blocks)).map { projection($0).payments.map(\.total) }
  }

  /// What is paid in a block of columns, with its derivatives for a move of the curves.
  func totals(block: Int, _ move: CurveMove) -> [Jet] {
    Self.projection(schedule, published, indexTable, context, block: block, move).payments.map(\.total)
  }

  /// What is paid in a column, 0 for the base market.
  func amount(_ payment: Int, column: Int) -> Double {
    totals[column / Jet.width][payment].value[column % Jet.width]
  }

  private static func projection(
    _ schedule: VariableLoanSchedule, _ published: [CivilDate: Double], _ table: DiscountTable?,
    _ context: PricingContext, block: Int, _ move: CurveMove
  ) -> LoanProjection {
    LoanProjection(schedule, valuation: context.markets.valuationDate) { lookup in
      if let rate = published[lookup.fixingDate] { return Jet(rate) }
      guard let table else { preconditionFailure("a loan that looks up an index has its table") }
      func factor(_ day: CivilDate) -> Jet {
        table.jet(day.dayNumber, block: block, move, context.tents)
      }
      var annuity = Jet(0)
      for coupon in lookup.coupons { annuity += factor(coupon.day) * coupon.years }
      let last = lookup.coupons[lookup.coupons.count - 1].day
      return (factor(lookup.start) - factor(last)) / annuity + lookup.spread
    }
  }

  /// `nil` for a rate that is still to come, as that of the valuation date may be.
  private static func published(_ lookup: IndexLookup, _ markets: any ScenarioMarketSource) throws(CellGap)
    -> Double?
  {
    guard lookup.fixingDate <= markets.valuationDate else { return nil }
    do throws(MissingMarketData) {
      return try markets.fixing(lookup.index, on: lookup.fixingDate)
    } catch {
      if lookup.fixingDate == markets.valuationDate { return nil }
      throw CellGap(Reason(.missingData, error.name))
    }
  }

  /// Those of the base market in order of their days.
  func appendCashFlows(to columns: inout CashFlowColumns) {
    for place in inOrder {
      let payment = base[place]
      columns.append(
        payDay: payment.payDay, exDay: payment.payDay, interest: payment.interest.value[0],
        principal: payment.principal.value[0], prepayment: payment.prepayment.value[0],
        balance: payment.balanceAfter.value[0], currency: terms.loan.currency)
    }
  }

  /// Places of payments by day; those of a day as they stand.
  var inOrder: [Int] { payDays.indices.sorted { (payDays[$0], $0) < (payDays[$1], $1) } }

  /// Years by principal on the base market; drawdowns count as principal paid out.
  func averageLife(from valuation: CivilDate) -> Double {
    var principal = 0.0
    var weighted = 0.0
    for payment in base {
      let repaid = payment.principal.value[0] + payment.prepayment.value[0]
      principal += repaid
      weighted += repaid * Double(payment.payDay - valuation.dayNumber) / 365
    }
    return principal > 0 ? weighted / principal : 0
  }
}
