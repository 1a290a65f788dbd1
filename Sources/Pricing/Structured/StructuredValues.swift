import CashFlows
import DatesAndConventions
import Glibc
import Instruments
import MarketData

/// A structured note's value and its derivatives under every scenario, per unit of quantity.
struct StructuredValues {
  private let simulation: NoteSimulation
  /// Continuously compounded, a decimal; that which gives the mark, where there is one.
  let issueSpread: Double
  /// Per 100 of face at settlement; rates still to come from the base market.
  let accrued: Double
  /// Years of each payment: coupons, calls, redemption.
  let years: [Double]
  /// Whether each payment is a buyer's who settles on the settlement day.
  private let isQuoted: [Bool]
  private let settlementYears: Double
  private let table: DiscountTable
  private let indexTable: DiscountTable?
  private let indexYears: [Double]
  private let settlementRow: Int
  /// Base market first; the flows of a scenario that does not move the note's curves are those of the base market.
  private let flows: [ExpectedFlows]
  private let curves: [NoteCurves]
  /// Whether values under scenarios follow the first derivatives of the base market's payments, calls held.
  private let isFirstOrder: Bool

  /// Half the width of the difference that gives convexity: wide, as the value has kinks where a policy changes.
  private static let convexityShift = 25 * basisPoint
  /// How often the calls are decided anew at the spread that the decisions before led to.
  private static let spreadRounds = 12

  /// Throws the reason why there is no value.
  init(_ position: PositionToPrice, _ simulation: NoteSimulation, in context: PricingContext) throws(CellGap)
  {
    guard case .structuredNote(let terms) = position.instrument.terms else {
      preconditionFailure("only structured notes are priced here")
    }
    self.simulation = simulation
    let note = simulation.fromToday
    let valuation = context.markets.valuationDate
    let settlement = position.instrument.terms.settlementDate(tradedOn: valuation)
    let payDays = note.payDays
    do throws(MissingMarketData) {
      table = try context.discounts.table(
        DiscountKey(terms.leg.currency, spreadCurve: position.instrument.spreadCurve),
        days: payDays + [settlement.dayNumber])
      indexTable =
        note.indexDays.isEmpty
        ? nil : try context.discounts.table(.index(terms.coupon.index), days: note.indexDays)
    } catch {
      throw CellGap(Reason(.missingData, error.name))
    }
    func years(_ day: Int32) -> Double { Double(day - valuation.dayNumber) / 365 }
    self.years = payDays.map(years)
    indexYears = note.indexDays.map(years)
    settlementYears = years(settlement.dayNumber)
    settlementRow = Int(table.row(settlement.dayNumber))
    let settlementDay = settlement.dayNumber
    // A coupon belongs to whoever holds the note when its period ends, whenever it is paid.
    let isQuoted =
      note.coupons.map { $0.period.coupon.end > settlement } + note.calls.map { $0.payDay > settlementDay }
      + [note.redemptionDay > settlementDay && note.redemption > 0]
    self.isQuoted = isQuoted

    let market = NoteMarket(
      note: note, table: table, indexTable: indexTable, years: self.years, indexYears: indexYears)
    let base = market.curves(column: 0, spread: 0)
    var accrued = 0.0
    for coupon in note.coupons {
      accrued +=
        100 * coupon.period.accruedPart(to: settlement) * coupon.rate.forwardAmount(base.indexFactors)
    }
    self.accrued = accrued

    var spread = (position.position.spreadBasisPoints ?? 0) * basisPoint
    var baseFlows = note.expected(market.curves(column: 0, spread: spread))
    if let mark = position.position.markCleanPrice, isQuoted.contains(true) {
      let wanted = (mark + accrued) / 100 * table.matrix[settlementRow, 0]
      let atSettlement = years(settlement.dayNumber)
      let times = self.years.map { $0 - atSettlement }
      for round in 0..<(note.calls.isEmpty ? 1 : Self.spreadRounds) {
        let amounts = isQuoted.indices.map {
          isQuoted[$0] ? baseFlows.means[$0] * base.discounts[$0] : 0
        }
        guard
          let solved = SpreadSolver.solve(amounts: amounts, years: times, value: wanted, guess: spread)
        else {
          throw CellGap(
            Reason(
              .didNotConverge, "no issue spread from −50% to 1000% gives the marked clean price \(mark)"))
        }
        let isFound = abs(solved - spread) <= 1e-12
        spread = solved
        if isFound || note.calls.isEmpty || round == Self.spreadRounds - 1 { break }
        baseFlows = note.expected(market.curves(column: 0, spread: spread))
      }
    }
    issueSpread = spread

    var flows = [baseFlows]
    var curves = [market.curves(column: 0, spread: spread)]
    for column in 1..<1 + context.markets.scenarioCount {
      let note = simulation[column]
      if simulation.elapsed(column) == 0, market.isSame(column, as: 0) {
        flows.append(baseFlows)
        curves.append(curves[0])
      } else {
        let moved = market.curves(column: column, spread: spread)
        flows.append(context.movesAreSmall ? baseFlows : note.expected(moved))
        curves.append(moved)
      }
    }
    self.flows = flows
    self.curves = curves
    isFirstOrder = context.movesAreSmall
  }

  /// Payments and their days, which are the same on any paths.
  var note: SimulatedNote { simulation.fromToday }

  /// Whether anything is left for a buyer.
  var isQuotable: Bool { isQuoted.contains(true) }

  /// - Parameter column: 0 for the base market, 1 + s for scenario s.
  func value(_ column: Int) -> Double {
    let value = zip(flows[column].means, curves[column].discounts).reduce(0) { $0 + $1.0 * $1.1 }
    return isFirstOrder ? value + couponMove(column) : value
  }

  /// What coupons gain, to first order, as the index's curve is that of a column.
  private func couponMove(_ column: Int) -> Double {
    let moves = zip(curves[column].indexFactors, curves[0].indexFactors).map { log($0 / $1) }
    var sum = 0.0
    for (number, coupon) in note.coupons.enumerated() {
      for (slope, move) in zip(flows[0].slopes[number], coupon.rate.moves) {
        for (place, part) in move { sum += slope * part * moves[place] * curves[column].discounts[number] }
      }
    }
    return sum
  }

  /// Of `value`, from the repetitions.
  func standardError(_ column: Int) -> Double {
    let (amounts, discounts) = (flows[column].amounts, curves[column].discounts)
    let values = (0..<SimulatedNote.repetitions).map { repetition in
      zip(amounts, discounts).reduce(0) { $0 + $1.0[repetition] * $1.1 }
    }
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(values.count * (values.count - 1))).squareRoot()
  }

  /// Dirty price per 100 at settlement.
  func dirtyPrice(_ column: Int) -> Double {
    var sum = 0.0
    for payment in isQuoted.indices where isQuoted[payment] {
      sum += flows[column].means[payment] * curves[column].discounts[payment]
    }
    return 100 * sum / (table.matrix[settlementRow, column] * exp(-issueSpread * settlementYears))
  }

  /// The fall in value for a rise of spread, per 1.00.
  func spreadDuration(_ column: Int) -> Double {
    zip(years, zip(flows[column].means, curves[column].discounts)).reduce(0) { $0 + $1.0 * $1.1.0 * $1.1.1 }
  }

  /// The fall in value for a rise of all zero rates, each by its weight, per 1.00: the calls stay where they are, as their best choice
  /// makes the first derivative the same.
  func dollarDuration(_ column: Int, weight: (Double) -> Double = { _ in 1 }) -> Double {
    dollarDuration(flows[column], curves[column], weight: weight)
  }

  private func dollarDuration(
    _ flows: ExpectedFlows, _ curves: NoteCurves, weight: (Double) -> Double = { _ in 1 }
  ) -> Double {
    var sum = 0.0
    for (payment, years) in years.enumerated() {
      sum += years * weight(years) * flows.means[payment] * curves.discounts[payment]
    }
    for (number, coupon) in note.coupons.enumerated() {
      var moved = 0.0
      for (slope, move) in zip(flows.slopes[number], coupon.rate.moves) {
        for (place, part) in move { moved += slope * part * indexYears[place] * weight(indexYears[place]) }
      }
      sum += moved * curves.discounts[number]
    }
    return sum
  }

  /// The second derivative of the value for a parallel move of zero rates: the central difference of the first, calls decided anew.
  /// Paths whose call moves change a first difference of the first derivative far less than a second one of the value.
  func dollarConvexity(_ column: Int) -> Double {
    let shift = Self.convexityShift
    func duration(_ shift: Double) -> Double {
      let moved = NoteCurves(
        discounts: zip(curves[column].discounts, years).map { $0 * exp(-shift * $1) },
        indexFactors: zip(curves[column].indexFactors, indexYears).map { $0 * exp(-shift * $1) })
      return dollarDuration(simulation[column].expected(moved), moved)
    }
    return (duration(-shift) - duration(shift)) / (2 * shift)
  }

  /// Basis points over the discount curve alone under which the payments expected are worth what they are.
  func optionAdjustedSpread(_ column: Int, alone: DiscountTable?) -> Result<Double, CellGap> {
    guard let alone else { return .success(issueSpread / basisPoint) }
    let amounts = zip(note.payDays, flows[column].means).map { day, amount in
      amount * alone.matrix[Int(alone.row(day)), column]
    }
    guard let solved = SpreadSolver.solve(amounts: amounts, years: years, value: value(column)) else {
      return .failure(CellGap(Reason(.didNotConverge, "no spread from −50% to 1000% gives the value")))
    }
    return .success(solved / basisPoint)
  }

  /// Expected years to the repayment from settlement, on the base market.
  var averageLife: Double {
    var (sum, weighted) = (0.0, 0.0)
    for payment in note.coupons.count..<years.count where isQuoted[payment] {
      sum += flows[0].means[payment]
      weighted += flows[0].means[payment] * (years[payment] - settlementYears)
    }
    return sum > 0 ? weighted / sum : 0
  }

  /// What is expected to be paid, in order of days; interest before principal.
  func payments(_ column: Int) -> [ExpectedNotePayment] {
    years.indices.map { payment in
      ExpectedNotePayment(
        day: note.payDays[payment], amount: flows[column].means[payment],
        discountFactor: curves[column].discounts[payment], isInterest: payment < note.coupons.count)
    }.enumerated().sorted { ($0.element.day, $0.offset) < ($1.element.day, $1.offset) }.map(\.element)
  }
}

/// A payment that a note is expected to make, per unit of quantity.
struct ExpectedNotePayment {
  let day: Int32
  let amount: Double
  /// Spreads included.
  let discountFactor: Double
  let isInterest: Bool
}

/// A note's days on the curves of all scenarios.
private struct NoteMarket {
  let note: SimulatedNote
  let table: DiscountTable
  let indexTable: DiscountTable?
  let years: [Double]
  let indexYears: [Double]
  private let rows: [Int]
  private let indexRows: [Int]

  init(
    note: SimulatedNote, table: DiscountTable, indexTable: DiscountTable?, years: [Double],
    indexYears: [Double]
  ) {
    self.note = note
    self.table = table
    self.indexTable = indexTable
    self.years = years
    self.indexYears = indexYears
    rows = note.payDays.map { Int(table.row($0)) }
    indexRows = note.indexDays.map { day in indexTable.map { Int($0.row(day)) } ?? 0 }
  }

  func curves(column: Int, spread: Double) -> NoteCurves {
    NoteCurves(
      discounts: zip(rows, years).map { row, years in
        table.matrix[row, column] * (spread == 0 ? 1 : exp(-spread * years))
      }, indexFactors: indexTable.map { table in indexRows.map { table.matrix[$0, column] } } ?? [])
  }

  /// Whether two columns hold the same discount factors.
  func isSame(_ column: Int, as other: Int) -> Bool {
    rows.allSatisfy { table.matrix[$0, column] == table.matrix[$0, other] }
      && (indexTable.map { table in
        indexRows.allSatisfy { table.matrix[$0, column] == table.matrix[$0, other] }
      } ?? true)
  }
}
