/// The first rows of a matrix, in memory that a matrix with more of them can go on with.
struct KeptRows: Sendable {
  private(set) var memory: AlignedMemory?
  /// Rows that are written.
  private(set) var count = 0

  /// Bytes held.
  var bytes: Int { memory.map { $0.count * MemoryLayout<Double>.stride } ?? 0 }

  /// A matrix that begins with these rows; `write` writes those from the first that is missing, which it is told. The first
  /// `lasting` of the matrix are kept from now on.
  ///
  /// Precondition: no matrix made from these rows before is still read.
  mutating func matrix(
    rowCount: Int, lasting: Int, stride: Int, _ write: (UnsafeMutablePointer<Double>, _ first: Int) -> Void
  ) -> DiscountMatrix {
    let old = memory
    let memory: AlignedMemory
    if let old, old.count >= rowCount * stride {
      memory = old
    } else {
      // As much again, so that rows move seldom: memory that is never touched costs nothing.
      memory = AlignedMemory(count: 2 * max(rowCount, 1) * stride)
      if let old { memory.start.update(from: old.start, count: count * stride) }
    }
    write(memory.start, count)
    self.memory = memory
    count = lasting
    return DiscountMatrix(memory, rowCount: rowCount, stride: stride)
  }
}

/// Doubles from the start of a cache line on, not initialised.
final class AlignedMemory: Sendable {
  /// One cache line, one widest vector.
  static let alignment = 64

  let count: Int
  nonisolated(unsafe) let start: UnsafeMutablePointer<Double>

  init(count: Int) {
    self.count = count
    start = UnsafeMutableRawPointer.allocate(
      byteCount: max(count, 1) * MemoryLayout<Double>.stride, alignment: Self.alignment
    ).bindMemory(to: Double.self, capacity: count)
  }

  deinit { start.deallocate() }
}
