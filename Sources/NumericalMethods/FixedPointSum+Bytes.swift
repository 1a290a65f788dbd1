extension FixedPointSum {
  /// Bytes of an encoded sum.
  public static let byteCount = 16

  /// The sum in units of 2⁻⁴⁰ as a 128-bit two's complement integer, least significant byte first.
  public var bytes: [UInt8] {
    var rest = UInt128(truncatingIfNeeded: units)
    return (0..<FixedPointSum.byteCount).map { _ in
      defer { rest >>= 8 }
      return UInt8(truncatingIfNeeded: rest)
    }
  }

  /// A sum from exactly the 16 bytes of `bytes`; `nil` for any other count.
  public init?(bytes: some Collection<UInt8>) {
    guard bytes.count == FixedPointSum.byteCount else { return nil }
    var pattern: UInt128 = 0
    for (index, byte) in bytes.enumerated() { pattern |= UInt128(byte) << (8 * UInt128(index)) }
    self.init(units: Int128(truncatingIfNeeded: pattern))
  }
}
