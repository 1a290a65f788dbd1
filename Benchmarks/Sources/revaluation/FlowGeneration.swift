import CMachineBounds
import CashFlows
import DatesAndConventions
import Pricing

/// The flows of one thread's share of the book, and what making them cost.
struct FlowGeneration {
  private(set) var batches: [PlacedFlows] = []
  /// Processor time of schedules and cash flows alone.
  private(set) var seconds = 0.0
  private(set) var flowCount = 0

  /// Batches `thread`, `thread + threads`, ... of the book. What is not measured is drawing up terms before and copying
  /// amounts after.
  init(_ arguments: Arguments, thread: Int) throws {
    var columns = CashFlowColumns()
    let step = arguments.batch * arguments.threads
    for first in stride(from: thread * arguments.batch, to: arguments.positions, by: step) {
      let contracts = first..<min(first + arguments.batch, arguments.positions)
      let instruments = try contracts.map { index in try Book.instrument(index) }

      let start = tenor_thread_seconds()
      columns.removeAll()
      for instrument in instruments {
        CashFlowGenerator.append(instrument, after: Book.valuationDate, to: &columns)
      }
      seconds += tenor_thread_seconds() - start

      flowCount += columns.flowCount
      let valuation = Book.valuationDate.dayNumber
      batches.append(
        PlacedFlows(
          offsets: columns.offsets, rows: columns.payDays.map { $0 - valuation },
          weights: (0..<columns.flowCount).map { columns.total($0) }))
    }
  }
}
