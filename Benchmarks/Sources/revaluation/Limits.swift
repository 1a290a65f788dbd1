import Pricing

/// Below these the benchmark fails. Ratios within one run, so that a busy machine does not move them much.
enum Limits {
  static let timesNumpyPerThread = 3.0
  static let timesQuantLibPerThread = 1_000.0
  /// Largest relative difference from either peer: 360 additions of like sign round off less than 1e-13.
  static let worstDifference = 1e-12

  /// How many times the portable path, which asks the C library for each fused multiply and add, a fast path must be;
  /// measured: 22 and 32. Below, the compiler has lost its vectors.
  static func timesPortable(_ path: DiscountKernel.Path) -> Double {
    switch path {
    case .portable: 0
    case .avx2: 12
    case .avx512: 16
    }
  }
}
