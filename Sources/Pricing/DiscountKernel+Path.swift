import CDiscountKernel

extension DiscountKernel {
  /// The instructions with which flows are revalued.
  ///
  /// Part of what makes a result reproducible to the last bit: the AVX2 and AVX-512 paths give the same bits as each
  /// other, because both fuse each multiply with its add and both add in the order of the flows; the portable path
  /// rounds twice where they round once, and differs from them by about 1e-15 of the sum of absolute terms.
  public enum Path: String, Sendable, CaseIterable {
    /// Any processor; multiply and add are rounded separately.
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

    /// Whether results agree with those of `other` to the last bit.
    public func hasSameBits(as other: Path) -> Bool { fusesMultiplyAdd == other.fusesMultiplyAdd }

    private var fusesMultiplyAdd: Bool {
      switch self {
      case .portable: false
      case .avx2, .avx512: true
      }
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
