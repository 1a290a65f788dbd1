/// Discount factors by day and scenario, laid out for the kernel: rows start on cache lines where the stride is a
/// multiple of 8 doubles.
public final class DiscountMatrix: Sendable {
  /// Bytes to which the first row is aligned.
  public static let alignment = AlignedMemory.alignment

  /// One row per day.
  public let rowCount: Int
  /// Doubles in a row; a multiple of 4.
  public let stride: Int
  private let memory: AlignedMemory

  /// Copies `values`: rows of `stride` doubles, one after another.
  ///
  /// Precondition: `stride` is a positive multiple of 4 and divides the number of values.
  public init(_ values: [Double], stride: Int) {
    precondition(
      stride > 0 && stride.isMultiple(of: 4) && values.count.isMultiple(of: stride),
      "a discount matrix needs whole rows of a multiple of 4 doubles")
    self.stride = stride
    rowCount = values.count / stride
    memory = AlignedMemory(count: values.count)
    values.withUnsafeBufferPointer { source in
      if let first = source.baseAddress { memory.start.initialize(from: first, count: source.count) }
    }
  }

  /// `rowCount` rows that stand in `memory`.
  init(_ memory: AlignedMemory, rowCount: Int, stride: Int) {
    precondition(
      stride > 0 && stride.isMultiple(of: 4), "a discount matrix needs rows of a multiple of 4 doubles")
    precondition(rowCount * stride <= memory.count, "the memory holds the rows")
    self.stride = stride
    self.rowCount = rowCount
    self.memory = memory
  }

  /// Row `row` and column `column`, 0 for the base market.
  public subscript(row: Int, column: Int) -> Double {
    precondition((0..<rowCount).contains(row) && (0..<stride).contains(column), "no such row or column")
    return memory.start[row * stride + column]
  }

  func withUnsafeRows<Result>(_ body: (UnsafePointer<Double>) -> Result) -> Result { body(memory.start) }
}
