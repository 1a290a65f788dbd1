import CashFlows
import DatesAndConventions
import Glibc
import Instruments
import MarketData
import Models

/// A callable bond's value and its derivatives under every scenario, per unit of quantity.
struct CallableValues: ContractAmounts {
  /// With the option-adjusted spread as issue spread.
  let placement: ContractPlacement
  /// What a buyer who settles on the settlement day gets, discounted to the valuation date.
  let quoted: BaseAndScenarios
  let options: OptionQuotes
  private let owned: DiscountedLattice
  let value: BaseAndScenarios
  let dollarDuration: BaseAndScenarios
  let dollarConvexity: BaseAndScenarios
  private let keyRates: [BaseAndScenarios]

  /// Steps from the valuation date to the last payment: a month's at the longest.
  private static func steps(_ years: Double) -> Int { max(240, Int((12 * years).rounded(.up))) }
  /// Half the width of the difference that gives convexity: wide, as the value has kinks where a policy changes.
  private static let convexityShift = 25 * basisPoint

  /// Throws the reason why there is no value.
  init(
    _ position: PositionToPrice, _ straight: ContractPlacement, _ placed: PlacedContracts, _ index: Int,
    in context: PricingContext
  ) throws(CellGap) {
    guard case .callableBond(let bond) = position.instrument.terms else {
      preconditionFailure("only callable bonds are priced here")
    }
    let key = PlacedContracts.key(position)
    let basis = straight.basis
    let lattices: (owned: LatticeBond, quoted: LatticeBond?)
    let table: DiscountTable
    do throws(MissingMarketData) {
      let parameters = try context.markets.shortRateModel(position.instrument.terms.currency)
      lattices = Self.lattices(
        bond, straight, placed.contracts.flows,
        HullWhite(meanReversion: parameters.meanReversion, volatility: parameters.volatility),
        context.markets.valuationDate, elapsedDays: context.elapsedDays)
      table = try context.discounts.table(key, days: lattices.owned.days + [basis.settlementDay])
    } catch {
      throw CellGap(Reason(.missingData, error.name))
    }
    let owned = DiscountedLattice(lattices.owned, table, elapsedDays: context.elapsedDays)
    self.owned = owned
    let bought = lattices.quoted.map { DiscountedLattice($0, table, elapsedDays: context.elapsedDays) }

    var spread = (position.position.spreadBasisPoints ?? 0) * basisPoint
    if let mark = position.position.markCleanPrice, straight.isQuotable {
      let forward =
        (mark + basis.accrued) / 100 * basis.principal
        * table.matrix[Int(table.row(basis.settlementDay)), 0]
      guard
        let solved = (bought ?? owned).spread(
          worth: forward, column: 0, deferredYears: straight.settlementYears)
      else {
        throw CellGap(
          Reason(.didNotConverge, "no issue spread from −50% to 1000% gives the marked clean price \(mark)"))
      }
      spread = solved
    }
    placement = ContractPlacement(
      basis: basis, table: straight.table, flows: straight.flows, issueSpread: spread,
      settlementYears: straight.settlementYears, isAnyQuoted: straight.isAnyQuoted,
      isEveryQuoted: straight.isEveryQuoted)

    let request = context.request
    let firstOrder = request.scope(
      of: .dv01, .cs01, .effectiveDuration, .spreadDuration, .keyRateDV01, .keyRateDuration)
    let columns = 1 + context.markets.scenarioCount
    var firsts: [LatticeDerivatives] = []
    var values: [Double] = []
    for column in 0..<columns {
      let isSame = column > 0 && owned.isSame(column, as: 0)
      if firstOrder == .everyScenario || firstOrder == .base && column == 0 {
        firsts.append(
          isSame ? firsts[0] : owned.derivatives(column: column, spread: spread, tents: context.tents))
        values.append(firsts[firsts.count - 1].value)
      } else {
        values.append(isSame ? values[0] : owned.value(column: column, spread: spread))
      }
    }
    func perColumn(_ scope: MeasureScope, _ number: (Int) -> Double) -> BaseAndScenarios {
      switch scope {
      case .none: BaseAndScenarios([], start: 0, hasScenarios: false)
      case .base: BaseAndScenarios([number(0)], start: 0, hasScenarios: false)
      case .everyScenario: BaseAndScenarios((0..<columns).map(number), start: 0, hasScenarios: true)
      }
    }
    value = BaseAndScenarios(values, start: 0, hasScenarios: true)
    dollarDuration = perColumn(firstOrder) { firsts[$0].dollarDuration }
    keyRates = request.keyRateTenors.indices.map { key in
      perColumn(firstOrder) { firsts[$0].keyRates[key] }
    }
    dollarConvexity = perColumn(request.scope(of: .effectiveConvexity)) { column in
      let shift = Self.convexityShift
      let up = owned.value(column: column, spread: spread + shift)
      let down = owned.value(column: column, spread: spread - shift)
      return (up - 2 * values[column] + down) / (shift * shift)
    }
    if let bought {
      quoted = perColumn(.everyScenario) { bought.value(column: $0, spread: spread) }
    } else {
      quoted = value
    }
    options = OptionQuotes(
      bond, spread: spread, values: value,
      alone: try Self.withoutSpreadCurve(position, lattices.owned, context),
      scenarioCount: request.valueCount(
        of: .optionAdjustedSpread, scenarioCount: context.markets.scenarioCount),
      settlement: CivilDate(dayNumber: basis.settlementDay),
      wantsYields: request.scope(of: .yieldToWorst, .yieldToCall) > .none)
  }

  /// What is expected to be paid on each day under a scenario, exercise included, with its discount factor.
  func expectedPayments(scenario: Int) -> [ExpectedPayment] {
    owned.expectedPayments(column: 1 + scenario, spread: placement.issueSpread)
  }

  func dollarDuration(key: Int) -> BaseAndScenarios { keyRates[key] }

  /// The bond as it is owned, and as a buyer gets it where that is another.
  private static func lattices(
    _ bond: CallableBond, _ straight: ContractPlacement, _ flows: CashFlowColumns, _ model: HullWhite,
    _ valuation: CivilDate, elapsedDays: [Int]
  ) -> (owned: LatticeBond, quoted: LatticeBond?) {
    let lastDay = flows.payDays[straight.flows].max() ?? valuation.dayNumber
    let steps = steps(Double(lastDay - valuation.dayNumber) / 365)
    let redemptions = bond.redemptions(
      FixedBondSchedule(bond.bond, after: valuation), after: valuation,
      dayStep: max(1, Int(lastDay - valuation.dayNumber) / steps))
    func payments(after day: Int32) -> [(day: Int32, amount: Double)] {
      straight.flows.filter { flows.exDays[$0] > day && flows.payDays[$0] > day }
        .map { (flows.payDays[$0], flows.total($0)) }
    }
    let owned = LatticeBond(
      payments(after: valuation.dayNumber), redemptions, model, steps: steps,
      valuationDay: valuation.dayNumber, elapsedDays: elapsedDays)
    let settlement = straight.basis.settlementDay
    let stillOpen = redemptions.filter { $0.decisionDate.dayNumber > settlement }
    guard !straight.isEveryQuoted || stillOpen.count < redemptions.count else { return (owned, nil) }
    return (
      owned,
      LatticeBond(
        payments(after: settlement), stillOpen, model, steps: steps, valuationDay: valuation.dayNumber,
        elapsedDays: elapsedDays)
    )
  }

  /// The lattice on the discount curve alone; `nil` where that is the curve anyway, or nobody asks.
  private static func withoutSpreadCurve(
    _ position: PositionToPrice, _ lattice: LatticeBond, _ context: PricingContext
  ) throws(CellGap) -> DiscountedLattice? {
    guard position.instrument.spreadCurve != nil, context.request.measures.contains(.optionAdjustedSpread)
    else { return nil }
    do throws(MissingMarketData) {
      let key = DiscountKey(position.instrument.terms.currency)
      return DiscountedLattice(
        lattice, try context.discounts.table(key, days: lattice.days), elapsedDays: context.elapsedDays)
    } catch {
      throw CellGap(Reason(.missingData, error.name))
    }
  }
}
