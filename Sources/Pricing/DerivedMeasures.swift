import DatesAndConventions
import Instruments
import MarketData
import NumericalMethods
import StructuredDeals

extension Measure {
  /// Whether the measure is worked out from values that families give.
  var isDerived: Bool { self == .parRate || isDifference }

  /// Whether the measure is a difference between values of a position in the base market and in others made from it. Such a
  /// measure is worked out from the values that families give, and in the base market alone.
  var isDifference: Bool {
    switch self {
    case .parDV01, .theta, .carry, .rollDown: true
    default: false
    }
  }
}

/// Works out the measures that are made from values: fair rates, sensitivities to quotes, and what time brings.
final class DerivedMeasures: Sendable {
  private let measures: [Measure]
  /// What each is worked out in; `nil` where it is not asked for.
  private let quotes: Result<(moves: QuoteMoves, pricer: BatchPricer), MissingMarketData>?
  private let time: Result<BatchPricer, MissingMarketData>?
  private let steps: [TimeStep]
  private let rates: BatchPricer?
  /// Whether present values that families give are those that rates are worked out with.
  private let sharesValues: Bool

  /// `nil` when the request asks for none of them.
  init?(
    _ markets: any ScenarioMarketSource, _ request: PricingRequest, _ deals: [String: DealPackage],
    _ additional: [any AdditionalFamily], kept: KeptMemory
  ) {
    measures = Measure.allCases.filter { $0.isDerived && request.measures.contains($0) }
    if measures.isEmpty { return nil }
    func pricer(
      _ markets: any ScenarioMarketSource, onBase: [Measure] = [], movesAreSmall: Bool = false
    ) -> BatchPricer {
      BatchPricer(
        markets,
        PricingRequest(
          measures: [.presentValue], baseOnlyMeasures: onBase, reportingCurrency: request.reportingCurrency,
          keyRateTenors: request.keyRateTenors, simulationSeed: request.simulationSeed),
        deals, additional, movesAreSmall: movesAreSmall, kept: kept)
    }
    quotes =
      measures.contains(.parDV01)
      ? Result { () throws(MissingMarketData) in
        let moves = try markets.quoteMoves()
        return (moves, pricer(moves.markets, movesAreSmall: true))
      } : nil
    let steps = TimeValues.steps(measures)
    self.steps = steps
    time =
      steps.isEmpty ? nil : Result { () throws(MissingMarketData) in pricer(try markets.aged(steps)) }
    sharesValues =
      request.measures.contains(.presentValue)
      && (request.isBaseOnly(.parRate) || !request.isBaseOnly(.presentValue))
    rates =
      measures.contains(.parRate)
      ? pricer(markets, onBase: request.isBaseOnly(.parRate) ? [.presentValue] : []) : nil
  }

  /// Results of families, given position by position, with what they left open worked out.
  func completed(_ block: ResultBlock, _ positions: [PositionToPrice], into empty: ResultBlock) -> ResultBlock
  {
    let open = OpenRows(block, positions)
    if open.positions.isEmpty { return block }
    let quoted = quotes.map { result in
      result.map { (moves: $0.moves, values: $0.pricer.price(open.positions.map(\.held)).results) }
    }
    let timed = time.map { $0.map { TimeValues(open.positions, steps, $0) } }
    let sharesValues = sharesValues && open.positions.allSatisfy { $0.position.quantity != 0 }
    let values = sharesValues ? open.presentValues(of: block, into: empty) : nil
    let parRates = rates.map { ParRates(open.positions.map(\.held), values, $0) }
    var results = empty
    var gap = 0
    for (place, row) in block.rows.enumerated() {
      guard let index = open.position(ofRow: place) else {
        gap = results.append(place..<place + 1, of: block, gap: gap)
        continue
      }
      gap += 1
      do throws(CellGap) {
        switch row.measure {
        case .parRate:
          guard let parRates else { continue }
          results.append(row, cells: try parRates.cells(index))
        case .parDV01:
          guard let (moves, values) = try found(quoted) else { continue }
          let sensitivities = moves.sensitivities(try values.row(of: index))
          let told = moves.told(sensitivities)
          if told.isEmpty { results.append(row, values: CollectionOfOne(0)) }
          for quote in told {
            results.append(
              ResultBlock.Row(
                positionNumber: row.positionNumber, measure: row.measure, factor: moves.factors[quote]),
              values: CollectionOfOne(open.positions[index].position.quantity == 0 ? 0 : sensitivities[quote])
            )
          }
        default:
          guard let values = try found(timed) else { continue }
          results.append(
            row, values: CollectionOfOne(try values.value(of: row.measure, index, open.positions[index])))
        }
      } catch {
        results.append(row, reason: error.reason)
      }
    }
    return results
  }

  private func found<Value>(_ result: Result<Value, MissingMarketData>?) throws(CellGap) -> Value? {
    do throws(MissingMarketData) {
      return try result?.get()
    } catch {
      throw CellGap(Reason(.missingData, error.name))
    }
  }
}

extension PositionToPrice {
  /// The same, or 1 of it where nothing is held: fair rates, and which quotes have a row, hang on the contract and the market alone.
  fileprivate var held: PositionToPrice {
    if position.quantity != 0 { return self }
    return PositionToPrice(
      number: number,
      position: Position(
        id: position.id, portfolio: position.portfolio, instrumentID: position.instrumentID, quantity: 1,
        markCleanPrice: position.markCleanPrice, spreadBasisPoints: position.spreadBasisPoints),
      instrument: instrument)
  }
}

/// The rows that families left open.
private struct OpenRows {
  /// Those of the positions that have any, in order.
  private(set) var positions: [PositionToPrice] = []
  /// Of each row of the block: the place of its position in `positions` where it is open.
  private var positionOfRow: [Int?] = []

  init(_ block: ResultBlock, _ all: [PositionToPrice]) {
    positionOfRow = Array(repeating: nil, count: block.rows.count)
    var next = all[...]
    for gap in block.gaps where gap.scenario == nil {
      let row = block.rows[gap.row]
      guard row.measure.isDerived, gap.reason == .notYet(row.measure) else { continue }
      if positions.last?.number != row.positionNumber {
        next = next.drop { $0.number != row.positionNumber }
        guard let position = next.first else { preconditionFailure("rows are of the positions in order") }
        positions.append(position)
      }
      positionOfRow[gap.row] = positions.count - 1
    }
  }

  func position(ofRow row: Int) -> Int? { positionOfRow[row] }

  /// The present values of the positions, one row each.
  func presentValues(of block: ResultBlock, into empty: ResultBlock) -> ResultBlock {
    let open = Set(positions.map(\.number))
    var values = empty
    for (place, row) in block.rows.enumerated()
    where row.measure == .presentValue && open.contains(row.positionNumber) {
      let gap = block.gaps.partitioningPoint { $0.row >= place }
      _ = values.append(place..<place + 1, of: block, gap: gap)
    }
    return values
  }
}

/// Values of positions after some steps of time.
private struct TimeValues {
  private static let today = TimeStep(days: 0, curves: .realiseForwards)
  private static let tomorrow = TimeStep(days: 1, curves: .realiseForwards)
  private static let month = TimeStep(days: 30, curves: .realiseForwards)
  private static let sameShape = TimeStep(days: 30, curves: .keepShape)

  /// Those that some measures are worked out from. Today's value is among them: one from elsewhere would be from another lattice.
  static func steps(_ measures: [Measure]) -> [TimeStep] {
    var steps: [TimeStep] = []
    if measures.contains(.theta) { steps += [today, tomorrow] }
    if measures.contains(.carry), steps.isEmpty { steps.append(today) }
    if measures.contains(.carry) || measures.contains(.rollDown) { steps.append(month) }
    if measures.contains(.rollDown) { steps.append(sameShape) }
    return steps
  }

  private let steps: [TimeStep]
  private let values: ResultBlock
  /// Of each position, per unit of rate.
  private let issueSpreads: [Double]
  private let pricer: BatchPricer

  init(_ positions: [PositionToPrice], _ steps: [TimeStep], _ pricer: BatchPricer) {
    self.steps = steps
    values = pricer.price(positions).results
    issueSpreads = pricer.issueSpreads(positions).map { ($0 ?? 0) * basisPoint }
    self.pricer = pricer
  }

  /// One of the measures of time.
  func value(of measure: Measure, _ index: Int, _ position: PositionToPrice) throws(CellGap) -> Double {
    let values = Array(try values.row(of: index))
    let growth = try growth(index, position)
    func after(_ step: TimeStep) -> Double {
      guard let place = steps.firstIndex(of: step) else {
        preconditionFailure("only what is asked for is valued")
      }
      return values[place] * growth[place]
    }
    switch measure {
    case .theta: return after(Self.tomorrow) - after(Self.today)
    case .carry: return after(Self.month) - after(Self.today)
    case .rollDown: return after(Self.sameShape) - after(Self.month)
    default: preconditionFailure("\(measure) is no measure of time")
    }
  }

  /// What 1 of the position's value grows to until the last day of each step, at its currency's rates and its spreads. Gains of a
  /// future are paid daily and grow no more.
  private func growth(_ index: Int, _ position: PositionToPrice) throws(CellGap) -> [Double] {
    let terms = position.instrument.terms
    if case .derivative(.bondFuture) = terms { return steps.map { _ in 1 } }
    let valuation = pricer.context.markets.valuationDate
    let table: DiscountTable
    do throws(MissingMarketData) {
      table = try pricer.context.discounts.table(
        DiscountKey(terms.currency, spreadCurve: position.instrument.spreadCurve),
        days: steps.map { valuation.adding(days: $0.days).dayNumber })
    } catch {
      throw CellGap(Reason(.missingData, error.name))
    }
    return steps.enumerated().map { step, time in
      let row = Int(table.row(valuation.adding(days: time.days).dayNumber))
      return Exponential.exp(issueSpreads[index] * Double(time.days) / 365) / table.matrix[row, 1 + step]
    }
  }
}

/// Rates at which positions would be worth 0.
private struct ParRates {
  private let contracts: [ContractRate?]
  private let values: ResultBlock
  /// At the contracts' other rates; positions without a rate are left as they are.
  private let otherValues: ResultBlock

  /// - Parameter known: Values of the positions, where there are some.
  init(_ positions: [PositionToPrice], _ known: ResultBlock?, _ pricer: BatchPricer) {
    let valuationDate = pricer.context.markets.valuationDate
    let contracts = positions.map { ContractRate($0.instrument.terms, valuationDate: valuationDate) }
    let changed = zip(positions, contracts).map { position, contract in
      guard let contract else { return position }
      let record = position.instrument
      return PositionToPrice(
        number: position.number, position: position.position,
        instrument: InstrumentRecord(
          id: record.id, name: record.name, spreadCurve: record.spreadCurve, terms: contract.other))
    }
    self.contracts = contracts
    let isRated = contracts.contains { $0 != nil }
    values = known ?? pricer.price(isRated ? positions : []).results
    otherValues = pricer.price(isRated ? changed : []).results
  }

  /// Throws the reason why there is none.
  func cells(_ index: Int) throws(CellGap) -> [Result<Double, CellGap>] {
    guard let contract = contracts[index] else { throw CellGap(.notYet(.parRate)) }
    return zip(try values.row(of: index), try otherValues.row(of: index)).map { value, other in
      contract.par(value: value, otherValue: other).map { .success($0) }
        ?? .failure(CellGap(Reason(.notApplicable, "nothing left to pay at its rate")))
    }
  }
}

extension ResultBlock {
  /// The values of the one row of a position. Throws the reason why there are none.
  fileprivate func row(of index: Int) throws(CellGap) -> ArraySlice<Double> {
    let gap = gaps.partitioningPoint { $0.row >= index }
    if gap < gaps.count, gaps[gap].row == index { throw CellGap(gaps[gap].reason) }
    return values[range(ofRow: index)]
  }
}

extension [ResultBlock.Gap] {
  /// The first place from which on `isBehind` holds.
  fileprivate func partitioningPoint(_ isBehind: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isBehind(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
