/// The largest run that is taken, so that a slip of the pen does not fill a disk or hold up everyone else.
public struct RunLimits: Sendable, Hashable {
  /// What is limited. Raw values are the names in answers.
  public enum Quantity: String, Sendable, CaseIterable, Hashable, Codable {
    case scenarios
    /// Values and reasons in all vectors: about scenarios × measures × positions.
    case cells
    /// On the database's disk.
    case bytes

    /// The environment variable with which a limit is set.
    public var variable: String { "TENOR_MAX_\(rawValue.uppercased())" }

    /// The most that may be allowed. The database takes no run of more scenarios.
    public var range: ClosedRange<Int> {
      switch self {
      case .scenarios: 1...RunRequest.mostScenarios
      case .cells, .bytes: 1...1_000_000_000_000_000
      }
    }

    /// What a person gives up to get below the limit.
    public var remedy: String {
      switch self {
      case .scenarios: "fewer scenarios"
      case .cells, .bytes: "fewer scenarios, measures, key rates or positions"
      }
    }
  }

  private var most: [Quantity: Int]

  /// 1,000 scenarios; a billion cells, which are about ten minutes of two workers; 100 GB.
  public static let standard = RunLimits(
    most: [.scenarios: RunRequest.mostScenarios, .cells: 1_000_000_000, .bytes: 100_000_000_000])

  public subscript(quantity: Quantity) -> Int {
    get { most[quantity] ?? quantity.range.upperBound }
    set { most[quantity] = newValue }
  }

  /// A limit that a run exceeds.
  public struct Excess: Sendable, Hashable, Codable {
    public let quantity: Quantity
    public let estimated: Int
    public let most: Int
  }

  /// Every limit that a run exceeds; empty when it may be stored.
  public func excesses(of estimate: RunEstimate) -> [Excess] {
    Quantity.allCases.compactMap { quantity in
      let value =
        switch quantity {
        case .scenarios: estimate.scenarios
        case .cells: estimate.cells
        case .bytes: estimate.bytes.total
        }
      return value > self[quantity]
        ? Excess(quantity: quantity, estimated: value, most: self[quantity]) : nil
    }
  }
}
