import Models

/// How many paths are drawn, and from which numbers.
///
/// Paths come in sets that are independent of each other, so that standard errors are those of the sets' means.
public struct PathPlan: Hashable, Sendable {
  public enum Numbers: String, CaseIterable, Hashable, Sendable {
    case independent
    case antithetic
    /// Scrambled Sobol points whose first numbers move what is paid early; each set has a scramble of its own.
    case sobol
  }

  public let numbers: Numbers
  public let seed: UInt64
  public let sets: Int
  /// Blocks of `PathBlock.width` paths in a set.
  public let blocksPerSet: Int

  /// Precondition: at least one set and one block.
  public init(_ numbers: Numbers = .sobol, seed: UInt64 = 1, sets: Int = 4, blocksPerSet: Int = 4) {
    precondition(sets >= 1 && blocksPerSet >= 1, "at least a block of paths")
    self.numbers = numbers
    self.seed = seed
    self.sets = sets
    self.blocksPerSet = blocksPerSet
  }

  /// A single block: all that rates without volatility need.
  public static let certain = PathPlan(.independent, sets: 1, blocksPerSet: 1)

  public var paths: Int { sets * blocksPerSet * PathBlock.width }

  func source(set: Int) -> PathSource {
    switch numbers {
    case .independent: .independent(seed: seed)
    case .antithetic: .antithetic(seed: seed)
    case .sobol: .directedSobol(seed: seed &+ UInt64(set))
    }
  }

  /// The number of a set's block in its source.
  func blockNumber(set: Int, block: Int) -> Int {
    numbers == .sobol ? block : set * blocksPerSet + block
  }
}
