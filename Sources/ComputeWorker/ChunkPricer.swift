import CashFlows
import DatesAndConventions
import Instruments
import Pricing
import RiskAnalytics
import RunRecords

/// Prices stored positions a chunk at a time.
///
/// A task and a verification both go through here, so that what is verified is what was run.
final class ChunkPricer {
  private let context: RunContext
  private let reader = InstrumentReader()

  init(_ context: RunContext) { self.context = context }

  /// What one chunk gives.
  struct Output {
    let results: ResultBlock
    let cashFlows: [CashFlowRow]
  }

  /// Prices positions in ascending number and adds them to `rollUp`.
  ///
  /// A position whose stored instrument cannot be read has the reason `unsupported` in each cell; the others go on.
  func price(_ stored: [StoredPosition], addingTo rollUp: inout RollUp) throws -> Output {
    let positions = stored.map { item in
      PositionToPrice(
        number: item.number, position: item.position,
        instrument: reader.instrument(of: item, fallback: context.request.pricing.reportingCurrency))
    }
    let batch = context.pricer.price(positions)
    var index = 0
    rollUp.add(batch.results) { number in
      // Rows come in the order of the positions.
      while positions[index].number != number { index += 1 }
      let position = positions[index]
      return RollUp.Holding(
        portfolio: position.position.portfolio, productType: position.instrument.terms.productType,
        currency: position.instrument.terms.currency)
    }
    return Output(
      results: batch.results,
      cashFlows: context.storesCashFlows ? CashFlowRow.rows(of: positions, batch.cashFlows) : [])
  }
}
