import MarketData
import Models

/// The model whose paths a note's payments hang on.
enum NoteModel: Hashable {
  case oneFactor(HullWhite)

  func paths(_ times: [Double], seed: UInt64) -> any ShortRatePaths {
    switch self {
    case .oneFactor(let model):
      HullWhitePaths(model, times: times, source: .sobol(seed: seed), numeraire: .rolledBond)
    }
  }
}
