import CDiscountKernel

extension DiscountKernel {
  /// The instructions with which flows are revalued. All give the same bits: each rounds a multiply and its add once, and
  /// adds in the order of the flows.
  public enum Path: String, Sendable, CaseIterable {
    /// Any processor; slow where it has no fused multiply and add.
    case portable = "PORTABLE"
    /// x86-64 with AVX2 and FMA.
    case avx2 = "AVX2"
    /// x86-64 with AVX-512F and AVX-512VL.
    case avx512 = "AVX512"

    /// Whether this machine and its operating system can run it.
    public var isAvailable: Bool { tenor_path_is_available(kernelPath) }

    /// The fastest that this machine can run.
    public static var fastest: Path {
      if avx512.isAvailable { return .avx512 }
      return avx2.isAvailable ? .avx2 : .portable
    }

    var kernelPath: tenor_path {
      switch self {
      case .portable: tenor_path_portable
      case .avx2: tenor_path_avx2
      case .avx512: tenor_path_avx512
      }
    }
  }
}
