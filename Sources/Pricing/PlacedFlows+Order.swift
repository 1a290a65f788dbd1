extension PlacedFlows {
  /// Rows that tell one run of payment days from another.
  private static let rowsCompared = 4

  /// `contracts` so that neighbours share the first of their rows, longer ones first.
  ///
  /// A real book has about as many date grids as contracts, but most are the beginning of a longer one: semiannual
  /// bonds that pay on one day of the year differ only in how far they go. Contracts are taken together when their
  /// first rows hash alike. A collision costs speed, never correctness: the kernel compares the rows themselves.
  /// Linear in the number of contracts.
  func revaluationOrder(of contracts: [Int32]) -> [Int32] {
    var keys = [UInt32](unsafeUninitializedCapacity: contracts.count) { keys, count in
      rows.withUnsafeBufferPointer { rows in
        offsets.withUnsafeBufferPointer { offsets in
          for (place, contract) in contracts.enumerated() {
            keys[place] = Self.orderKey(rows, offsets[Int(contract)]..<offsets[Int(contract) + 1])
          }
        }
      }
      count = contracts.count
    }
    var order = contracts
    Self.radixSort(&keys, &order)
    return order
  }

  /// 20 bits of hash of the first rows, then 12 bits that fall as the number of flows rises.
  private static func orderKey(_ rows: UnsafeBufferPointer<Int32>, _ flows: Range<Int>) -> UInt32 {
    var hash: UInt64 = 0
    for flow in flows.prefix(rowsCompared) {
      hash = (hash ^ UInt64(UInt32(bitPattern: rows[flow]))) &* 0x9E37_79B9_7F4A_7C15
      hash ^= hash >> 32
    }
    return UInt32(truncatingIfNeeded: hash) << 12 | UInt32(4095 - min(flows.count, 4095))
  }

  /// Sorts `values` by `keys`, equal keys in the order they came, in three passes of 11 bits.
  private static func radixSort(_ keys: inout [UInt32], _ values: inout [Int32]) {
    var otherKeys = keys
    var otherValues = values
    for shift in [0, 11, 22] as [UInt32] {
      var starts = [Int](repeating: 0, count: 2049)
      for key in keys { starts[Int(key >> shift & 2047) + 1] += 1 }
      for digit in 1..<starts.count { starts[digit] += starts[digit - 1] }
      for index in keys.indices {
        let digit = Int(keys[index] >> shift & 2047)
        otherKeys[starts[digit]] = keys[index]
        otherValues[starts[digit]] = values[index]
        starts[digit] += 1
      }
      swap(&keys, &otherKeys)
      swap(&values, &otherValues)
    }
  }
}
