import DatesAndConventions
import Glibc
import Instruments
import MarketData

/// What a loan with projected payments is worth, how that moves, and its quotes on the valuation date; per contract.
struct VariableLoanValues: ContractAmounts, ProjectedQuotes {
  /// Continuously compounded, a decimal.
  let issueSpread: Double
  let value: BaseAndScenarios
  /// −dV/dz for a parallel move of the currency's curves, of discounting and of the index.
  let dollarDuration: BaseAndScenarios
  /// d²V/dz² for the same.
  let dollarConvexity: BaseAndScenarios
  /// −dV/ds for a move of the spread with which payments are discounted; rates stay.
  let dollarSpreadDuration: BaseAndScenarios
  /// `dollarDuration` under each key's tent; empty where nobody asks.
  private let keyRates: [BaseAndScenarios]
  /// Per 100 of the balance outstanding.
  let accrued: Double
  /// Years from the valuation date.
  let averageLife: Double
  private let loan: ProjectedLoan
  private let years: [Double]
  private let spreadCurve: String?

  /// Throws the reason when no issue spread gives the position's mark.
  init(_ position: PositionToPrice, _ loan: ProjectedLoan, in context: PricingContext) throws(CellGap) {
    self.loan = loan
    spreadCurve = position.instrument.spreadCurve
    let valuation = context.markets.valuationDate
    let years = loan.payDays.map { Double($0 - valuation.dayNumber) / 365 }
    self.years = years
    let accrued = loan.balance > 0 ? loan.accrued / loan.balance * 100 : 0
    self.accrued = accrued
    averageLife = loan.averageLife(from: valuation)
    var spread = (position.position.spreadBasisPoints ?? 0) * basisPoint
    if let mark = position.position.markCleanPrice, loan.balance > 0 {
      let amounts = years.indices.map {
        loan.amount($0, column: 0) * loan.discounts.base[Int(loan.discounts.row(loan.payDays[$0])), 0]
      }
      guard
        let solved = SpreadSolver.solve(
          amounts: amounts, years: years, value: (mark + accrued) / 100 * loan.balance)
      else {
        throw CellGap(
          Reason(
            .didNotConverge, "no issue spread from −50% to 1000% gives the marked clean price \(mark)"))
      }
      spread = solved
    }
    issueSpread = spread
    let survival = years.map { spread == 0 ? 1 : exp(-spread * $0) }

    func sum(_ totals: [Jet], block: Int, _ move: CurveMove) -> (value: Jet, timed: Jet.Lanes) {
      var value = Jet(0)
      var timed = Jet.Lanes.zero
      for payment in totals.indices {
        let discount = loan.discounts.jet(loan.payDays[payment], block: block, move, context.tents)
        let present = totals[payment] * discount * survival[payment]
        value += present
        timed += present.value * years[payment]
      }
      return (value, timed)
    }
    var columns = (value: [Double](), slope: [Double](), bend: [Double](), timed: [Double]())
    for (block, totals) in loan.totals.enumerated() {
      let (value, timed) = sum(totals, block: block, .parallel)
      for lane in 0..<Jet.width {
        columns.value.append(value.value[lane])
        columns.slope.append(-value.slope[lane])
        columns.bend.append(value.bend[lane])
        columns.timed.append(timed[lane])
      }
    }
    func everywhere(_ numbers: [Double]) -> BaseAndScenarios {
      BaseAndScenarios(numbers, start: 0, hasScenarios: true)
    }
    value = everywhere(columns.value)
    dollarDuration = everywhere(columns.slope)
    dollarConvexity = everywhere(columns.bend)
    dollarSpreadDuration = everywhere(columns.timed)
    let scope = context.request.scope(of: .keyRateDV01, .keyRateDuration)
    keyRates =
      scope == .none
      ? []
      : context.request.keyRateTenors.indices.map { key in
        var numbers: [Double] = []
        for block in 0..<(scope == .base ? 1 : loan.totals.count) {
          let move = CurveMove.key(key)
          let (value, _) = sum(loan.totals(block: block, move), block: block, move)
          for lane in 0..<Jet.width { numbers.append(-value.slope[lane]) }
        }
        return BaseAndScenarios(numbers, start: 0, hasScenarios: scope == .everyScenario)
      }
  }

  func dollarDuration(key: Int) -> BaseAndScenarios { keyRates[key] }

  var unquoted: CellGap? {
    loan.balance > 0
      ? nil : CellGap(Reason(.notApplicable, "nothing is drawn on which a price could be quoted"))
  }

  /// Per 100 of the balance outstanding, with accrued interest; what is still to be drawn is in the value.
  func dirtyPrice(_ scenario: Int) -> Double { value[scenario] / loan.balance * 100 }

  /// The rate, compounded as often as the loan pays over Act/365F years, that discounts the projected payments to the price.
  func yield(_ scenario: Int) -> Result<QuotedYield, CellGap> {
    if let unquoted { return .failure(unquoted) }
    let frequency = loan.terms.loan.frequency
    let periods = Double(frequency == .once ? 1 : frequency.rawValue)
    var flows = SteppedFlows(capacity: years.count)
    var previous = 0.0
    for place in loan.inOrder {
      flows.append(
        amount: loan.amount(place, column: 1 + scenario) * 100 / loan.balance,
        step: ((years[place] - previous) * 365).rounded() * periods / 365)
      previous = years[place]
    }
    let compound = CompoundYield(flows: flows, periodsPerYear: periods, compoundingsPerYear: periods)
    let price = dirtyPrice(scenario)
    guard let yield = compound.yield(price: price, guess: nil) else {
      return .failure(CellGap(Reason(.didNotConverge, "no yield gives the dirty price \(price)")))
    }
    return .success(QuotedYield(yield: yield, sensitivity: compound.sensitivity(yield: yield)))
  }

  /// Basis points over the discount curve alone that give the value.
  func zSpread(_ scenario: Int, in context: PricingContext) -> Result<Double, CellGap> {
    guard spreadCurve != nil else { return .success(issueSpread / basisPoint) }
    guard let alone = try? context.discounts.table(DiscountKey(loan.terms.loan.currency), days: loan.payDays)
    else {
      preconditionFailure("a table with a spread curve implies one without")
    }
    let amounts = years.indices.map {
      loan.amount($0, column: 1 + scenario) * alone.matrix[Int(alone.row(loan.payDays[$0])), 1 + scenario]
    }
    guard
      let solved = SpreadSolver.solve(
        amounts: amounts, years: years, value: value[scenario], guess: issueSpread)
    else {
      return .failure(CellGap(Reason(.didNotConverge, "no spread from −50% to 1000% gives the value")))
    }
    return .success(solved / basisPoint)
  }
}

extension BatchPricer {
  /// The payments that a loan with a moving rate or balance makes under one scenario.
  func variableLoanFlows(_ position: PositionToPrice, scenario: Int) -> Result<PositionFlowValues, CellGap> {
    let currency = position.instrument.terms.currency
    do throws(CellGap) {
      guard let loan = try ProjectedLoan(position, in: context) else {
        return .success(PositionFlowValues(currency: currency, issueSpread: 0, flows: []))
      }
      let values = try VariableLoanValues(position, loan, in: context)
      let valuation = context.markets.valuationDate.dayNumber
      let flows = loan.inOrder.map { place in
        let day = loan.payDays[place]
        let discount = loan.discounts.matrix[Int(loan.discounts.row(day)), 1 + scenario]
        return FlowValue(
          payDate: CivilDate(dayNumber: day), currency: currency,
          amount: position.position.quantity * loan.amount(place, column: 1 + scenario),
          discountFactor: discount * exp(-values.issueSpread * Double(day - valuation) / 365), fxRate: 1,
          isOwned: true)
      }
      return .success(
        PositionFlowValues(currency: currency, issueSpread: values.issueSpread / basisPoint, flows: flows))
    } catch {
      return .failure(error)
    }
  }
}
