import CMortgageKernel
import Collateral
import Models
import StructuredDeals

/// Flows of a pool on the paths of a block: by eight paths, then by month, then by column, as waterfalls of eight paths take them.
struct BlockFlows {
  private static let lanes = LaneWaterfall.Lanes.scalarCount
  /// Eleven of the kernel and three of what is late.
  private static let columns = 14

  let months: Int
  private let opening: (performing: Double, inDefault: Double)
  /// Columns in the order of the kernel, then what is late.
  private var amounts: [Double]

  /// Nothing yet.
  init(_ pool: PreparedLines) {
    months = pool.months
    opening = pool.opening
    amounts = [Double](repeating: 0, count: months * Self.columns * PathBlock.width)
  }

  /// Takes the place of what another block brought.
  mutating func project(
    _ pool: PreparedLines, block number: Int, _ market: PoolMarket, _ room: inout [Double]
  ) throws(CollateralError) {
    // A line to the last month leaves nothing of what was there.
    let isCovered =
      pool.certain == nil && pool.others.isEmpty && pool.lines.first?.months.count == months
    amounts.withUnsafeMutableBufferPointer { amounts in
      if !isCovered { amounts.update(repeating: 0) }
      guard let model = market.model else { return }
      for (place, line) in pool.lines.enumerated() {
        var rows = tenor_mortgage_rows(
          first: amounts.baseAddress, months: Int64(months), columns: Int64(Self.columns),
          adds: !isCovered || place > 0)
        line.withKernel(model, market, number, &room) { tenor_mortgage_flows($0, &rows, MortgagePath.best) }
      }
    }
    if let certain = pool.certain {
      for lane in 0..<PathBlock.width { add(certain, lane: lane) }
    }
    if !pool.others.isEmpty {
      for lane in 0..<PathBlock.width {
        add(try market.flows(pool.others, path: number * PathBlock.width + lane), lane: lane)
      }
    }
  }

  /// The flows of one path.
  func lane(_ lane: Int) -> CollateralFlows {
    var flows = CollateralFlows(
      openingBalance: opening.performing, openingInDefault: opening.inDefault, months: 0)
    for (number, column) in Self.order.enumerated() {
      flows[keyPath: column] = (0..<months).map { amounts[place(lane, $0, number)] }
    }
    return flows
  }

  /// What the flows of eight paths from `lane` on bring a deal.
  func lanes(from lane: Int) -> LaneWaterfall.Pool {
    LaneWaterfall.Pool(months: months, opensInDefault: opening.inDefault > 0) { month, brought in
      func eight(_ month: Int, _ column: Int) -> LaneWaterfall.Lanes {
        amounts.withUnsafeBufferPointer {
          UnsafeRawPointer($0.baseAddress! + place(lane, month, column)).loadUnaligned(
            as: LaneWaterfall.Lanes.self)
        }
      }
      brought.performing = eight(month, 0)
      brought.inDefault = eight(month, 1)
      brought.interest = eight(month, 2) - eight(month, 3)
      brought.scheduled = eight(month, 4)
      brought.prepayment = eight(month, 5)
      brought.penalties = eight(month, 6)
      brought.defaults = eight(month, 7)
      brought.recovery = eight(month, 8)
      brought.loss = eight(month, 9)
      brought.accretion = eight(month, 10)
      brought.late.days30 = eight(month, 11)
      brought.late.days60 = eight(month, 12)
      brought.late.days90 = eight(month, 13)
      brought.openingBalance =
        month > 0
        ? eight(month - 1, 0) + eight(month - 1, 1)
        : LaneWaterfall.Lanes(repeating: opening.performing + opening.inDefault)
    }
  }

  /// Where a lane's amount is.
  private func place(_ lane: Int, _ month: Int, _ column: Int) -> Int {
    ((lane / Self.lanes * months + month) * Self.columns + column) * Self.lanes + lane % Self.lanes
  }

  private mutating func add(_ flows: CollateralFlows, lane: Int) {
    for (number, column) in Self.order.enumerated() {
      for (month, amount) in flows[keyPath: column].enumerated() {
        amounts[place(lane, month, number)] += amount
      }
    }
  }

  private static var order: [WritableKeyPath<CollateralFlows, [Double]>] {
    [
      \.balance, \.inDefault, \.interest, \.servicingFee, \.scheduledPrincipal, \.prepayment,
      \.prepaymentPenalty, \.defaults, \.recovery, \.loss, \.deferredInterest, \.delinquent30,
      \.delinquent60, \.delinquent90,
    ]
  }
}
