import CashFlows
import DatesAndConventions
import Glibc
import Instruments
import MarketData

/// Prices, yields and margins of a floating note at its settlement date, and the issue spread that gives its mark.
///
/// Of a note without maturity the payments are those that are listed, and those after them its tail.
///
/// Coupons are those projected under each scenario.
struct FloatingNoteQuotes {
  /// Continuously compounded, a decimal.
  let issueSpread: Double
  /// Per 100 of the face outstanding at settlement; rates still to come from the base market.
  let accrued: Double
  /// Principal-weighted years from settlement.
  let averageLife: Double
  /// Payments that a buyer gets, in order of days; empty when nothing is left to pay after settlement.
  let quoted: [Int]
  /// All payments to come.
  private let owned: Range<Int>
  /// Of a note without maturity, its listed coupons.
  let note: FloatingNote
  /// Of a note without maturity.
  let tail: FloatingTail?
  let settlement: CivilDate
  private let settlementYears: Double
  /// Outstanding at settlement, per 1 of original face.
  let face: Double
  private let curve: Int
  let indexCurve: Int
  private let spreadCurve: String?

  /// Throws the reason when no issue spread gives the position's mark.
  ///
  /// - Parameters:
  ///   - mark: a clean price; where `nil` the issue spread is the position's.
  ///   - isPerpetual: whether the last of the payments is paid again and again.
  init(
    _ position: PositionToPrice, _ note: FloatingNote, mark: Double?, isPerpetual: Bool,
    _ table: ProductTable, _ payments: Range<Int>, _ accruals: Range<Int>, in context: PricingContext
  ) throws(CellGap) {
    self.note = note
    owned = payments
    let flows = table.flows
    let tail = isPerpetual ? FloatingTail(payments, flows) : nil
    self.tail = tail
    let settlement = position.instrument.terms.settlementDate(tradedOn: context.markets.valuationDate)
    self.settlement = settlement
    settlementYears = Double(flows.offset(settlement)) / 365
    spreadCurve = position.instrument.spreadCurve
    let curve = flows.payments[payments.lowerBound].curve
    self.curve = curve
    guard let indexCurve = flows.curves.firstIndex(of: .index(note.coupon.index)) else {
      preconditionFailure("a note's index curve is asked for when it is placed")
    }
    self.indexCurve = indexCurve
    // A coupon belongs to whoever holds the note when its period ends, whenever it is paid.
    let quoted = table.inOrder(payments).filter {
      (flows.payments[$0].period?.end.dayNumber ?? flows.payments[$0].payDay) > settlement.dayNumber
    }
    self.quoted = quoted
    let face = quoted.lazy.compactMap { flows.payments[$0].period }.first?.notionalFactor ?? 0
    self.face = face
    accrued =
      face > 0 ? flows.accruals[accruals].reduce(0) { $0 + table.sum($1.terms, column: 0) } / face * 100 : 0
    var principal = 0.0
    var weighted = 0.0
    for place in quoted where !flows.payments[place].isInterest {
      let amount = table.amount(place, column: 0) { _, _ in 1 }
      principal += amount
      weighted += amount * Double(flows.payments[place].payDay - settlement.dayNumber) / 365
    }
    averageLife = principal > 0 ? weighted / principal : 0
    guard let mark, face > 0 else {
      issueSpread = (position.position.spreadBasisPoints ?? 0) * basisPoint
      return
    }
    let times = quoted.map { Double(flows.payments[$0].payDay - settlement.dayNumber) / 365 }
    let wanted = (mark + accrued) / 100 * face * table.discount(curve, settlement.dayNumber, column: 0)
    let amounts = quoted.map { table.sum(flows.payments[$0].terms, column: 0) }
    guard
      let solved = tail.map({
        $0.spread(amounts: amounts, years: times, growth: $0.growth(table, column: 0), value: wanted)
      }) ?? SpreadSolver.solve(amounts: amounts, years: times, value: wanted)
    else {
      throw CellGap(
        Reason(.didNotConverge, "no issue spread from −50% to 1000% gives the marked clean price \(mark)"))
    }
    issueSpread = solved
  }

  /// Why nothing can be quoted; `nil` where it can.
  var unquoted: CellGap? {
    face > 0 ? nil : CellGap(Reason(.notApplicable, "nothing is left to pay after settlement"))
  }

  /// Per 100 of face outstanding, with accrued interest.
  func dirtyPrice(_ table: ProductTable, scenario: Int) -> Double {
    var sum = 0.0
    for place in quoted {
      let payment = table.flows.payments[place]
      let years = Double(payment.payDay - settlement.dayNumber) / 365
      let value = table.sum(payment.terms, column: 1 + scenario) * exp(-issueSpread * years)
      sum += value
      if let tail, place == tail.payment { sum += value * tailWeight(tail, table, scenario) }
    }
    return sum / (table.discount(curve, settlement.dayNumber, column: 1 + scenario) * face) * 100
  }

  /// What all coupons after the last that is listed are worth, over what that is worth.
  private func tailWeight(_ tail: FloatingTail, _ table: ProductTable, _ scenario: Int) -> Double {
    tail.weight(growth: tail.growth(table, column: 1 + scenario), spread: issueSpread).value
  }

  /// What the issue spread makes of a payment's value in a column; of the last that is listed, with all that come after it.
  func discounted(_ place: Int, _ table: ProductTable, column: Int) -> Double {
    let flows = table.flows
    let years = Double(flows.payments[place].payDay - flows.valuationDate.dayNumber) / 365
    var factor = exp(-issueSpread * years)
    if let tail, place == tail.payment {
      factor *= 1 + tail.weight(growth: tail.growth(table, column: column), spread: issueSpread).value
    }
    return factor
  }

  /// The rate, compounded at the coupon frequency over Act/365F years, that discounts the projected payments to the dirty price.
  func yield(_ table: ProductTable, scenario: Int) -> Result<QuotedYield, CellGap> {
    yield(table, scenario: scenario, price: dirtyPrice(table, scenario: scenario))
  }

  /// The same at another dirty price.
  func yield(_ table: ProductTable, scenario: Int, price: Double) -> Result<QuotedYield, CellGap> {
    if let unquoted { return .failure(unquoted) }
    let frequency = Double(note.leg.frequency.rawValue)
    var flows = SteppedFlows(capacity: quoted.count)
    var previous = settlement.dayNumber
    for place in quoted {
      let day = table.flows.payments[place].payDay
      flows.append(
        amount: amount(place, table, scenario) * 100 / face,
        step: Double(day - previous) * frequency / 365)
      previous = day
    }
    let unyielded = CellGap(Reason(.didNotConverge, "no yield gives the dirty price \(price)"))
    if let tail {
      let perpetual = PerpetualYield(
        flows, lastTime: Double(tail.day - settlement.dayNumber) * frequency / 365,
        length: tail.years * frequency, coupon: amount(tail.payment, table, scenario) * 100 / face,
        periodsPerYear: frequency)
      return perpetual.yield(dirtyPrice: price, guess: nil)
        .map { .success(QuotedYield(yield: $0, sensitivity: perpetual.sensitivity(yield: $0))) }
        ?? .failure(unyielded)
    }
    let compound = CompoundYield(flows: flows, periodsPerYear: frequency, compoundingsPerYear: frequency)
    return compound.yield(price: price, guess: nil)
      .map { .success(QuotedYield(yield: $0, sensitivity: compound.sensitivity(yield: $0))) }
      ?? .failure(unyielded)
  }

  func amount(_ place: Int, _ table: ProductTable, _ scenario: Int) -> Double {
    table.amount(place, column: 1 + scenario) { _, _ in 1 }
  }

  /// Basis points over the discount curve alone that give the value.
  func zSpread(_ table: ProductTable, scenario: Int, value: Double, in context: PricingContext)
    -> Result<Double, CellGap>
  {
    guard spreadCurve != nil else { return .success(issueSpread / basisPoint) }
    let flows = table.flows
    guard case .discount(let currency, _) = flows.curves[curve] else {
      preconditionFailure("a note is discounted on a discount curve")
    }
    let payments = Array(owned)
    let days = payments.map { flows.payments[$0].payDay }
    guard let alone = try? context.discounts.table(DiscountKey(currency), days: days) else {
      preconditionFailure("a table with a spread curve implies one without")
    }
    let amounts = payments.indices.map {
      amount(payments[$0], table, scenario) * alone.matrix[Int(alone.row(days[$0])), 1 + scenario]
    }
    let years = days.map { Double($0 - flows.valuationDate.dayNumber) / 365 }
    func growth(_ tail: FloatingTail) -> Double {
      alone.matrix[Int(alone.row(tail.dayBefore)), 1 + scenario]
        / alone.matrix[Int(alone.row(tail.day)), 1 + scenario]
    }
    guard
      let solved = tail.map({
        $0.spread(amounts: amounts, years: years, growth: growth($0), value: value)
      }) ?? SpreadSolver.solve(amounts: amounts, years: years, value: value, guess: issueSpread)
    else {
      return .failure(CellGap(Reason(.didNotConverge, "no spread from −50% to 1000% gives the value")))
    }
    return .success(solved / basisPoint)
  }
}
