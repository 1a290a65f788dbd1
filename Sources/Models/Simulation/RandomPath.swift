import CRandomKernel

/// The instructions that random numbers are made with. All give the same bits.
enum RandomPath: CaseIterable, Sendable {
  case portable
  case avx2
  case avx512

  var isAvailable: Bool { tenor_random_path_is_available(kernel) }

  /// The widest vectors of this machine.
  static let best = allCases.last(where: \.isAvailable) ?? .portable

  var kernel: tenor_random_path {
    switch self {
    case .portable: tenor_random_portable
    case .avx2: tenor_random_avx2
    case .avx512: tenor_random_avx512
    }
  }
}
