import DatesAndConventions
import RunRecords

/// One 64-bit digest of each position's flows, so that two sets of flows of any size can be compared position by
/// position without holding either.
struct CashFlowDigests {
  private var digests: [Int32: UInt64] = [:]
  private(set) var count = 0

  /// Adds a flow; a position's flows come in ascending period.
  mutating func add(_ row: CashFlowRow) {
    count += 1
    var digest = digests[row.positionNumber] ?? 0xCBF2_9CE4_8422_2325
    func mix(_ value: UInt64) {
      digest = (digest ^ value) &* 0x9E37_79B9_7F4A_7C15
      digest ^= digest >> 29
    }
    mix(UInt64(bitPattern: Int64(row.periodNumber)))
    mix(UInt64(bitPattern: Int64(row.payDate.dayNumber)))
    for byte in row.currency.code.utf8 { mix(UInt64(byte)) }
    for amount in [row.interest, row.principal, row.prepayment, row.balance] { mix(amount.bitPattern) }
    digests[row.positionNumber] = digest
  }

  /// The numbers of positions whose flows differ, ascending.
  func differences(from other: CashFlowDigests) -> [Int32] {
    Set(digests.keys).union(other.digests.keys).filter { digests[$0] != other.digests[$0] }.sorted()
  }
}
