import CashFlows
import DatesAndConventions
import Glibc
import Instruments
import MarketData

/// Bonds without maturity, as perpetuities: coupons listed for sixty years and those after them in closed form, on their currency's
/// discount curve, their spread curve and their issue spread.
struct PerpetualFamily: ProductFamily {
  func price(_ positions: [PositionToPrice], in context: PricingContext) -> PricedBatch {
    let needs = ContractNeeds(context.request)
    let valuation = context.markets.valuationDate
    let contracts = Self.contracts(positions, valuation: valuation)
    let placed = PlacedContracts(positions.map(\.withoutMark), contracts, in: context)
    var results = context.results(reserving: positions.count)
    for (index, position) in positions.enumerated() {
      let bond = position.instrument.terms.perpetualBond
      switch placed.places[index] {
      case .matured: preconditionFailure("a perpetual bond has coupons to come")
      case .failed(let reason): context.appendAll(position, reason: reason, into: &results)
      case .placed(let straight):
        do throws(CellGap) {
          let values = try PerpetualValues(position, bond, straight, placed, in: context)
          let quotes = ContractQuotes(
            values.placement, value: values.value, quoted: values.quoted, needs: needs,
            scenarioCount: context.markets.scenarioCount, placed)
          context.append(
            position, values.placement, placed, amounts: values, quotes: quotes,
            options: Self.options(bond, values, in: context), ownSpreads: values.zSpreads, into: &results)
        } catch {
          context.appendAll(position, reason: error.reason, into: &results)
        }
      }
    }
    return PricedBatch(results: results, cashFlows: contracts.flows)
  }

  /// The listed coupons without the face, and what quotes need.
  static func contracts(_ positions: [PositionToPrice], valuation: CivilDate) -> ContractBatch {
    var flows = CashFlowColumns()
    var bases: [QuoteBasis?] = []
    for position in positions {
      let bond = position.instrument.terms.perpetualBond
      CashFlowGenerator.append(.perpetualBond(bond), after: valuation, to: &flows)
      let listed = bond.listedBond(seenFrom: valuation)
      let schedule = FixedBondSchedule(listed, after: valuation)
      let settlement = position.instrument.terms.settlementDate(tradedOn: valuation)
      let coupon = 100 * bond.lastCoupon / Double(bond.frequency.rawValue)
      bases.append(
        QuoteBasis(
          settlementDay: settlement.dayNumber,
          accrued: BondYield(schedule, settlement: settlement)?.accrued ?? 0, principal: 1,
          maturity: listed.maturity, frequency: bond.frequency,
          yield: PerpetualYield(schedule, coupon: coupon, settlement: settlement).map(YieldModel.perpetual)))
    }
    return ContractBatch(flows: flows, bases: bases, valuationDate: valuation)
  }

  /// Yields to calls; `nil` where there are none.
  private static func options(_ bond: PerpetualBond, _ values: PerpetualValues, in context: PricingContext)
    -> OptionQuotes?
  {
    let settlement = CivilDate(dayNumber: values.placement.basis.settlementDay)
    guard !bond.calls.isEmpty,
      let callable = try? CallableBond(
        bond: bond.listedBond(seenFrom: context.markets.valuationDate), calls: bond.calls)
    else { return nil }
    return OptionQuotes(
      callable, spread: values.placement.issueSpread, values: values.value, alone: nil, scenarioCount: 0,
      settlement: settlement,
      wantsYields: context.request.measures.contains { $0 == .yieldToWorst || $0 == .yieldToCall })
  }
}

extension BatchPricer {
  /// The issue spread of a perpetual bond in basis points; `nil` for other contracts, and where none can be found.
  func perpetualSpread(_ position: PositionToPrice) -> Double? {
    guard case .perpetualBond(let bond) = position.instrument.terms else { return nil }
    let placed = PlacedContracts(
      [position.withoutMark],
      PerpetualFamily.contracts([position], valuation: context.markets.valuationDate), in: context)
    guard case .placed(let straight) = placed.places[0],
      let values = try? PerpetualValues(position, bond, straight, placed, in: context)
    else { return nil }
    return values.placement.issueSpread / basisPoint
  }

  /// The listed coupons under one scenario, and those after them as an amount on the day of the last.
  func perpetualFlows(_ position: PositionToPrice, scenario: Int) -> Result<PositionFlowValues, CellGap> {
    let bond = position.instrument.terms.perpetualBond
    let currency = bond.currency
    let contracts = PerpetualFamily.contracts([position], valuation: context.markets.valuationDate)
    let placed = PlacedContracts([position.withoutMark], contracts, in: context)
    switch placed.places[0] {
    case .matured: return .success(PositionFlowValues(currency: currency, issueSpread: 0, flows: []))
    case .failed(let reason): return .failure(CellGap(reason))
    case .placed(let straight):
      do throws(CellGap) {
        let values = try PerpetualValues(position, bond, straight, placed, in: context)
        let coupons = ListedCoupons(bond, straight, placed, in: context)
        let spread = values.placement.issueSpread
        let columns = contracts.flows
        func flow(_ place: Int, _ amount: Double) -> FlowValue {
          FlowValue(
            payDate: CivilDate(dayNumber: columns.payDays[place]), currency: currency,
            amount: position.position.quantity * amount,
            discountFactor: straight.table.matrix[Int(placed.rows[place]), 1 + scenario]
              * exp(-spread * placed.years[place]),
            fxRate: 1, isOwned: columns.exDays[place] > context.markets.valuationDate.dayNumber)
        }
        let listed = straight.flows.map { flow($0, columns.total($0)) }
        let rest = coupons.tailAmount(straight.table, column: 1 + scenario, spread: spread)
        return .success(
          PositionFlowValues(
            currency: currency, issueSpread: spread / basisPoint,
            flows: listed + [flow(straight.flows.upperBound - 1, rest)]))
      } catch {
        return .failure(error)
      }
    }
  }
}

extension Instrument {
  /// Precondition: it is one.
  fileprivate var perpetualBond: PerpetualBond {
    guard case .perpetualBond(let bond) = self else {
      preconditionFailure("only perpetual bonds are priced here")
    }
    return bond
  }
}

extension PositionToPrice {
  fileprivate var withoutMark: PositionToPrice {
    PositionToPrice(
      number: number,
      position: Position(
        id: position.id, portfolio: position.portfolio, instrumentID: position.instrumentID,
        quantity: position.quantity, spreadBasisPoints: position.spreadBasisPoints),
      instrument: instrument)
  }

  /// A contract without maturity that is valued to its first call, as the one that ends there; any other position itself.
  func asValued(on valuation: CivilDate) -> PositionToPrice {
    let called: Instrument?
    switch instrument.terms {
    case .perpetualBond(let bond): called = bond.bondToFirstCall(after: valuation).map(Instrument.fixedBond)
    case .perpetualFloater(let note):
      called = note.noteToFirstCall(after: valuation).map(Instrument.floatingNote)
    default: called = nil
    }
    guard let called else { return self }
    return PositionToPrice(
      number: number, position: position,
      instrument: InstrumentRecord(
        id: instrument.id, name: instrument.name, spreadCurve: instrument.spreadCurve, terms: called))
  }
}
