/// Discount factors by day and scenario, laid out for the kernel: rows start on cache lines where the stride is a
/// multiple of 8 doubles.
public final class DiscountMatrix: Sendable {
  /// Bytes to which the first row is aligned; one cache line, one widest vector.
  public static let alignment = 64

  /// One row per day.
  public let rowCount: Int
  /// Doubles in a row; a multiple of 4.
  public let stride: Int
  nonisolated(unsafe) private let storage: UnsafeMutablePointer<Double>

  /// Copies `values`: rows of `stride` doubles, one after another.
  ///
  /// Precondition: `stride` is a positive multiple of 4 and divides the number of values.
  public init(_ values: [Double], stride: Int) {
    precondition(
      stride > 0 && stride.isMultiple(of: 4) && values.count.isMultiple(of: stride),
      "a discount matrix needs whole rows of a multiple of 4 doubles")
    self.stride = stride
    rowCount = values.count / stride
    let bytes = UnsafeMutableRawPointer.allocate(
      byteCount: max(values.count, 1) * MemoryLayout<Double>.stride, alignment: Self.alignment)
    storage = bytes.bindMemory(to: Double.self, capacity: values.count)
    values.withUnsafeBufferPointer { source in
      if let first = source.baseAddress { storage.initialize(from: first, count: source.count) }
    }
  }

  /// `rowCount` rows that `write` fills, all of them.
  init(rowCount: Int, stride: Int, _ write: (UnsafeMutablePointer<Double>) -> Void) {
    precondition(
      stride > 0 && stride.isMultiple(of: 4), "a discount matrix needs rows of a multiple of 4 doubles")
    self.stride = stride
    self.rowCount = rowCount
    let bytes = UnsafeMutableRawPointer.allocate(
      byteCount: max(rowCount * stride, 1) * MemoryLayout<Double>.stride, alignment: Self.alignment)
    storage = bytes.bindMemory(to: Double.self, capacity: rowCount * stride)
    write(storage)
  }

  deinit { storage.deallocate() }

  /// Row `row` and column `column`, 0 for the base market.
  public subscript(row: Int, column: Int) -> Double {
    precondition((0..<rowCount).contains(row) && (0..<stride).contains(column), "no such row or column")
    return storage[row * stride + column]
  }

  func withUnsafeRows<Result>(_ body: (UnsafePointer<Double>) -> Result) -> Result { body(storage) }
}
