import CashFlows
import DatesAndConventions
import Instruments
import MarketData
import Models

/// Structured notes: coupons that are not linear in rates, and calls by the issuer, on simulated paths of a rate model.
///
/// The model is that of the currency's discount curve; the curve of the index moves with it, and spreads do not move. A mark is turned
/// into an option-adjusted spread, which is held under every scenario.
struct StructuredFamily: ProductFamily {
  func price(_ positions: [PositionToPrice], in context: PricingContext) -> PricedBatch {
    var results = context.results(reserving: positions.count)
    var flows = CashFlowColumns()
    var simulations = NoteSimulations(context)
    for position in positions {
      do throws(CellGap) {
        if let note = try simulations.note(position.instrument.terms) {
          let values = try StructuredValues(position, note, in: context)
          context.append(position, values, into: &results)
          append(values, position.instrument.terms.currency, to: &flows)
        } else {
          context.appendMatured(position, into: &results)
        }
      } catch {
        context.appendAll(position, reason: error.reason, into: &results)
      }
      flows.endContract()
    }
    return PricedBatch(results: results, cashFlows: flows)
  }

  private func append(_ values: StructuredValues, _ currency: Currency, to flows: inout CashFlowColumns) {
    let payments = values.payments(0)
    var balance = payments.reduce(0) { $0 + ($1.isInterest ? 0 : $1.amount) }
    for payment in payments {
      if !payment.isInterest { balance = max(0, balance - payment.amount) }
      flows.append(
        payDay: payment.day, exDay: payment.day, interest: payment.isInterest ? payment.amount : 0,
        principal: payment.isInterest ? 0 : payment.amount, balance: balance, currency: currency)
    }
  }
}

/// A note on paths from today, and on those from each later day that some markets are of.
struct NoteSimulation {
  let fromToday: SimulatedNote
  /// By days that have gone by.
  fileprivate let later: [Int: SimulatedNote]
  /// By column; empty where none have gone by.
  fileprivate let elapsedDays: [Int]

  subscript(column: Int) -> SimulatedNote { later[elapsed(column)] ?? fromToday }

  func elapsed(_ column: Int) -> Int { elapsedDays.isEmpty ? 0 : elapsedDays[column] }
}

/// Notes on paths, each simulated once however many positions hold it.
struct NoteSimulations {
  private let context: PricingContext
  private var known: [StructuredNote: Result<NoteSimulation?, CellGap>] = [:]

  init(_ context: PricingContext) { self.context = context }

  /// `nil` for a note with nothing left to pay. Throws the reason where the market lacks a model or a rate.
  mutating func note(_ terms: Instrument) throws(CellGap) -> NoteSimulation? {
    guard case .structuredNote(let note) = terms else {
      preconditionFailure("only structured notes are priced here")
    }
    if let found = known[note] { return try found.get() }
    let made = Result { () throws(CellGap) in try simulated(note) }
    known[note] = made
    return try made.get()
  }

  private func simulated(_ note: StructuredNote) throws(CellGap) -> NoteSimulation? {
    guard !note.periods(after: context.markets.valuationDate).isEmpty else { return nil }
    let parameters: ShortRateModel
    do throws(MissingMarketData) {
      parameters = try context.markets.shortRateModel(note.leg.currency)
    } catch {
      throw CellGap(Reason(.missingData, error.name))
    }
    func simulated(_ elapsed: Int) throws(CellGap) -> SimulatedNote? {
      try SimulatedNote(
        note, model: NoteModel(parameters, note.coupon), markets: context.markets,
        seed: context.request.simulationSeed, elapsed: elapsed)
    }
    guard let fromToday = try simulated(0) else { return nil }
    var later: [Int: SimulatedNote] = [:]
    for days in Set(context.elapsedDays) where days > 0 { later[days] = try simulated(days) }
    return NoteSimulation(fromToday: fromToday, later: later, elapsedDays: context.elapsedDays)
  }
}
