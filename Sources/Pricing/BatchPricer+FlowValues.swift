import CashFlows
import DatesAndConventions
import Glibc
import Instruments
import MarketData

extension BatchPricer {
  /// The flows of one position under the scenario of that index, each with what it is worth.
  ///
  /// Fails with the reason for which the position has no value.
  public func flowValues(_ position: PositionToPrice, scenario: Int) -> Result<PositionFlowValues, CellGap> {
    let position = position.asValued(on: context.markets.valuationDate)
    precondition((0..<context.markets.scenarioCount).contains(scenario), "no such scenario")
    let terms = position.instrument.terms
    switch terms.kind.family {
    case .fixedFlows: return contractFlows(position, scenario: scenario)
    case .linked: return linkedFlows(position, scenario: scenario)
    case .callable: return callableFlows(position, scenario: scenario)
    case .perpetual: return perpetualFlows(position, scenario: scenario)
    case .floatingNote, .swap: return projectedFlows(position, scenario: scenario)
    case .variableLoan: return variableLoanFlows(position, scenario: scenario)
    case .structured: return structuredFlows(position, scenario: scenario)
    case .assetBacked: return assetBackedFlows(position, scenario: scenario)
    case .exchange:
      return terms.undecidedExchange == nil
        ? exchangeFlows(position, scenario: scenario) : expectedExchange(position, scenario: scenario)
    case .creditSwap: return creditFlows(position, scenario: scenario)
    case .payment: return paymentFlows(position, scenario: scenario)
    case .bondFuture:
      return .failure(CellGap(Reason(.notApplicable, "a future is settled daily and has no flows")))
    case .unsupported: return .failure(CellGap(.unsupported(terms)))
    }
  }

  /// The issue spread of each position in basis points: that which gives its mark, or else the one it came with. `nil`
  /// for a position that has no use for one, or none that can be found.
  public func issueSpreads(_ positions: [PositionToPrice]) -> [Double?] {
    let positions = positions.map { $0.asValued(on: context.markets.valuationDate) }
    var spreads = [Double?](repeating: nil, count: positions.count)
    func places(of family: StandardFamily) -> [Int] {
      positions.indices.filter { positions[$0].instrument.terms.kind.family == family }
    }
    let contracts = places(of: .fixedFlows)
    let placed = place(contracts.map { positions[$0] })
    for (place, index) in zip(placed.places, contracts) {
      if case .placed(let placement) = place { spreads[index] = placement.issueSpread / basisPoint }
    }
    let linked = places(of: .linked)
    let bonds = linked.map { positions[$0] }
    let indexed = PlacedContracts(bonds, LinkedBatch(bonds, in: context).contracts, in: context)
    for (place, index) in zip(indexed.places, linked) {
      if case .placed(let placement) = place { spreads[index] = placement.issueSpread / basisPoint }
    }
    let securities = places(of: .assetBacked)
    let pools = securities.map { positions[$0] }
    let projected = AssetBackedBatch(pools, in: context)
    let moved = AssetBackedValues(pools, projected, in: context)
    for (place, index) in zip(
      PlacedContracts(pools, projected.contracts, in: context).places, securities)
    {
      guard case .placed(let straight) = place else { continue }
      do throws(CellGap) {
        let placement = try moved.values(positions[index], straight, in: context)?.placement ?? straight
        spreads[index] = placement.issueSpread / basisPoint
      } catch {
        // Nor has it a value.
        continue
      }
    }
    for index in positions.indices {
      spreads[index] = perpetualSpread(positions[index]) ?? spreads[index]
      guard case .variableLoan = positions[index].instrument.terms else { continue }
      if let loan = try? ProjectedLoan(positions[index], in: context),
        let values = try? VariableLoanValues(positions[index], loan, in: context)
      {
        spreads[index] = values.issueSpread / basisPoint
      }
    }
    for index in places(of: .callable) {
      let placed = place([positions[index].toMaturity], quotesAll: true)
      if case .placed(let straight) = placed.places[0],
        let values = try? CallableValues(positions[index], straight, placed, 0, in: context)
      {
        spreads[index] = values.placement.issueSpread / basisPoint
      }
    }
    var simulations = NoteSimulations(context)
    for index in places(of: .structured) {
      if let note = try? simulations.note(positions[index].instrument.terms),
        let values = try? StructuredValues(positions[index], note, in: context)
      {
        spreads[index] = values.issueSpread / basisPoint
      }
    }
    let notes = places(of: .floatingNote)
    var rest = notes[...]
    while !rest.isEmpty {
      let projected = ProjectedNotes(rest.map { positions[$0] }[...], in: context)
      for (quotes, index) in zip(projected.quotes, rest) {
        if case .success(let quotes) = quotes { spreads[index] = quotes.issueSpread / basisPoint }
      }
      rest = rest.dropFirst(projected.places.count)
    }
    return spreads
  }

  private func place(_ positions: [PositionToPrice], quotesAll: Bool = false) -> PlacedContracts {
    PlacedContracts(
      positions,
      ContractBatch(
        positions, valuationDate: context.markets.valuationDate, needs: ContractNeeds(context.request),
        quotesAll: quotesAll),
      in: context)
  }

  private func contractFlows(_ position: PositionToPrice, scenario: Int) -> Result<
    PositionFlowValues, CellGap
  > {
    contractFlows(position, place([position]), scenario: scenario) { _ in 1 }
  }

  private func contractFlows(
    _ position: PositionToPrice, _ placed: PlacedContracts, scenario: Int, growth: (Int) -> Double
  ) -> Result<PositionFlowValues, CellGap> {
    let columns = placed.contracts.flows
    let quantity = position.position.quantity
    let currency = position.instrument.terms.currency
    switch placed.places[0] {
    case .failed(let reason): return .failure(CellGap(reason))
    case .matured: return .success(PositionFlowValues(currency: currency, issueSpread: 0, flows: []))
    case .placed(let placement):
      let flows = placement.flows.enumerated().map { payment, flow in
        FlowValue(
          payDate: CivilDate(dayNumber: columns.payDays[flow]), currency: columns.currencies[flow],
          amount: quantity * columns.total(flow) * growth(payment),
          discountFactor: placement.table.matrix[Int(placed.rows[flow]), 1 + scenario]
            * exp(-placement.issueSpread * placed.years[flow]),
          fxRate: 1, isOwned: columns.exDays[flow] > context.markets.valuationDate.dayNumber)
      }
      return .success(
        PositionFlowValues(
          currency: currency, issueSpread: placement.issueSpread / basisPoint, flows: flows))
    }
  }

  /// Payments as they are indexed under the scenario.
  private func linkedFlows(_ position: PositionToPrice, scenario: Int) -> Result<PositionFlowValues, CellGap>
  {
    let batch = LinkedBatch([position], in: context)
    let placed = PlacedContracts([position], batch.contracts, in: context)
    return batch.indexed[0].flatMap { indexed in
      contractFlows(position, placed, scenario: scenario) {
        indexed.growth[$0 * indexed.stride + 1 + scenario]
      }
    }
  }

  /// What a pool or tranche is expected to pay.
  private func assetBackedFlows(
    _ position: PositionToPrice, scenario: Int
  ) -> Result<PositionFlowValues, CellGap> {
    let batch = AssetBackedBatch([position], in: context)
    if let gap = batch.gaps[0] { return .failure(gap) }
    let placed = PlacedContracts([position], batch.contracts, in: context)
    return contractFlows(position, placed, scenario: scenario) { _ in 1 }
  }

  /// What the lattice expects to be paid: coupons and redemption by the chance that nobody has ended the bond, and the prices of
  /// calls and puts by theirs.
  private func callableFlows(_ position: PositionToPrice, scenario: Int) -> Result<
    PositionFlowValues, CellGap
  > {
    let placed = place([position.toMaturity], quotesAll: true)
    let currency = position.instrument.terms.currency
    switch placed.places[0] {
    case .failed(let reason): return .failure(CellGap(reason))
    case .matured: return .success(PositionFlowValues(currency: currency, issueSpread: 0, flows: []))
    case .placed(let straight):
      do throws(CellGap) {
        let values = try CallableValues(position, straight, placed, 0, in: context)
        let flows = values.expectedPayments(scenario: scenario).map { payment in
          FlowValue(
            payDate: CivilDate(dayNumber: payment.day), currency: currency,
            amount: position.position.quantity * payment.amount, discountFactor: payment.discountFactor,
            fxRate: 1, isOwned: true)
        }
        return .success(
          PositionFlowValues(
            currency: currency, issueSpread: values.placement.issueSpread / basisPoint, flows: flows))
      } catch {
        return .failure(error)
      }
    }
  }

  /// What the paths expect to be paid: coupons and redemptions by the chance that the note goes on or ends.
  private func structuredFlows(_ position: PositionToPrice, scenario: Int) -> Result<
    PositionFlowValues, CellGap
  > {
    let currency = position.instrument.terms.currency
    do throws(CellGap) {
      var simulations = NoteSimulations(context)
      guard let note = try simulations.note(position.instrument.terms) else {
        return .success(PositionFlowValues(currency: currency, issueSpread: 0, flows: []))
      }
      let values = try StructuredValues(position, note, in: context)
      let flows = values.payments(1 + scenario).map { payment in
        FlowValue(
          payDate: CivilDate(dayNumber: payment.day), currency: currency,
          amount: position.position.quantity * payment.amount, discountFactor: payment.discountFactor,
          fxRate: 1, isOwned: true)
      }
      return .success(
        PositionFlowValues(currency: currency, issueSpread: values.issueSpread / basisPoint, flows: flows))
    } catch {
      return .failure(error)
    }
  }

  private func paymentFlows(_ position: PositionToPrice, scenario: Int) -> Result<PositionFlowValues, CellGap>
  {
    let currency = position.instrument.terms.currency
    do throws(MissingMarketData) {
      let payments = try context.payments(position.instrument.terms)
      let table = try context.discounts.table(DiscountKey(currency), days: payments.map(\.payDay))
      let flows = payments.map { payment in
        FlowValue(
          payDate: CivilDate(dayNumber: payment.payDay), currency: currency,
          amount: position.position.quantity * payment.amounts[1 + scenario],
          discountFactor: table.matrix[Int(table.row(payment.payDay)), 1 + scenario], fxRate: 1, isOwned: true
        )
      }
      return .success(PositionFlowValues(currency: currency, issueSpread: 0, flows: flows))
    } catch {
      return .failure(CellGap(Reason(.missingData, error.name)))
    }
  }

  /// What an option or a rate still to be fixed is expected to bring: one payment in the currency of the contract.
  private func expectedExchange(_ position: PositionToPrice, scenario: Int) -> Result<
    PositionFlowValues, CellGap
  > {
    let currency = position.instrument.terms.currency
    do throws(CellGap) {
      var flows: [FlowValue] = []
      var known = CashFlowColumns()
      CashFlowGenerator.append(
        position.instrument.terms, after: context.markets.valuationDate, to: &known)
      var markets = ExchangeMarkets([position], known, in: context)
      if let open = try markets.openExchange(position, known, known.flows(of: 0)),
        let last = open.amounts.last
      {
        guard let table = try? context.discounts.table(DiscountKey(currency), days: CollectionOfOne(last.day))
        else { preconditionFailure("the currency of the contract is one of its amounts'") }
        let discount = table.matrix[Int(table.row(last.day)), 1 + scenario]
        flows.append(
          FlowValue(
            payDate: CivilDate(dayNumber: last.day), currency: currency,
            amount: open.value(scenario) / discount, discountFactor: discount,
            fxRate: 1, isOwned: true))
      }
      return .success(PositionFlowValues(currency: currency, issueSpread: 0, flows: flows))
    } catch {
      return .failure(error)
    }
  }

  private func exchangeFlows(_ position: PositionToPrice, scenario: Int) -> Result<
    PositionFlowValues, CellGap
  > {
    let valueCurrency = position.instrument.terms.currency
    var columns = CashFlowColumns()
    CashFlowGenerator.append(
      position.instrument.terms, after: context.markets.valuationDate, to: &columns)
    do throws(MissingMarketData) {
      var flows: [FlowValue] = []
      for flow in columns.flows(of: 0) {
        let (day, currency) = (columns.payDays[flow], columns.currencies[flow])
        let table = try context.discounts.table(DiscountKey(currency), days: CollectionOfOne(day))
        let rates = try context.markets.fxRates(base: currency, quote: valueCurrency)
        flows.append(
          FlowValue(
            payDate: CivilDate(dayNumber: day), currency: currency,
            amount: position.position.quantity * columns.total(flow),
            discountFactor: table.matrix[Int(table.row(day)), 1 + scenario], fxRate: rates[1 + scenario],
            isOwned: true))
      }
      return .success(PositionFlowValues(currency: valueCurrency, issueSpread: 0, flows: flows))
    } catch {
      return .failure(CellGap(Reason(.missingData, error.name)))
    }
  }
}
