import CMortgageKernel
import Collateral
import Models
import StructuredDeals

/// Flows of a pool on the paths of a block: columns of rows, a row of `PathBlock.width` lanes a month.
struct BlockFlows {
  let months: Int
  private let opening: (performing: Double, inDefault: Double)
  /// In the order of the kernel, then what is late.
  private(set) var columns: [Double]

  init(
    _ pool: PreparedLines, block number: Int, _ market: PoolMarket, _ room: inout [Double]
  ) throws(CollateralError) {
    months = pool.months
    opening = pool.opening
    let stride = months * PathBlock.width
    columns = [Double](repeating: 0, count: Self.order.count * stride)
    if let model = market.model {
      columns.withUnsafeMutableBufferPointer { columns in
        for line in pool.lines {
          line.withKernel(model, market, number, &room) {
            tenor_mortgage_flows($0, columns.baseAddress, Int64(stride), MortgagePath.best)
          }
        }
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
    for (place, column) in Self.order.enumerated() {
      let start = place * months * PathBlock.width + lane
      flows[keyPath: column] = (0..<months).map { columns[start + $0 * PathBlock.width] }
    }
    return flows
  }

  /// What the flows of eight paths from `lane` on bring a deal.
  func lanes(from lane: Int) -> LaneWaterfall.Pool {
    var left = LaneWaterfall.Lanes(repeating: opening.performing + opening.inDefault)
    let nothing = LaneWaterfall.Month()
    let brought = (0..<months).map { month in
      func eight(_ column: Int) -> LaneWaterfall.Lanes {
        let start = (column * months + month) * PathBlock.width + lane
        return columns.withUnsafeBufferPointer {
          UnsafeRawPointer($0.baseAddress! + start).loadUnaligned(as: LaneWaterfall.Lanes.self)
        }
      }
      var brought = nothing
      brought.performing = eight(0)
      brought.inDefault = eight(1)
      brought.interest = eight(2) - eight(3)
      brought.scheduled = eight(4)
      brought.prepayment = eight(5)
      brought.penalties = eight(6)
      brought.defaults = eight(7)
      brought.recovery = eight(8)
      brought.loss = eight(9)
      brought.accretion = eight(10)
      brought.late.days30 = eight(11)
      brought.late.days60 = eight(12)
      brought.late.days90 = eight(13)
      brought.openingBalance = left
      left = brought.performing + brought.inDefault
      return brought
    }
    return LaneWaterfall.Pool(brought, opensInDefault: opening.inDefault > 0)
  }

  private mutating func add(_ flows: CollateralFlows, lane: Int) {
    for (place, column) in Self.order.enumerated() {
      let start = place * months * PathBlock.width + lane
      for (month, amount) in flows[keyPath: column].enumerated() {
        columns[start + month * PathBlock.width] += amount
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
