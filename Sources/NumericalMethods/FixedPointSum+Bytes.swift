extension FixedPointSum {
  /// Bytes of an encoded sum.
  public static let byteCount = 16

  /// The sum in units of 2⁻⁴⁰ as a 128-bit two's complement integer, least significant byte first.
  public var bytes: [UInt8] { withUnsafeBytes(of: units.littleEndian) { Array($0) } }

  /// Sums from their bytes, one after the other; `nil` when the last is cut short.
  public static func sums(bytes: [UInt8]) -> [FixedPointSum]? {
    guard bytes.count.isMultiple(of: byteCount) else { return nil }
    return bytes.withUnsafeBytes { bytes in
      stride(from: 0, to: bytes.count, by: byteCount).map { offset in
        FixedPointSum(
          units: Int128(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int128.self)))
      }
    }
  }

  /// The bytes of sums one after the other, as `sums(bytes:)` reads them.
  public static func bytes(_ sums: [FixedPointSum]) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: sums.count * byteCount) { out, count in
      for (index, sum) in sums.enumerated() {
        UnsafeMutableRawBufferPointer(out)
          .storeBytes(of: sum.units.littleEndian, toByteOffset: index * byteCount, as: Int128.self)
      }
      count = sums.count * byteCount
    }
  }

  /// A sum from exactly the 16 bytes of `bytes`; `nil` for any other count.
  public init?(bytes: [UInt8]) {
    guard let sums = FixedPointSum.sums(bytes: bytes), sums.count == 1 else { return nil }
    self = sums[0]
  }
}
