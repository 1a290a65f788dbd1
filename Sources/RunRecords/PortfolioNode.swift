/// A node of the portfolio tree, named by its path from the fund down.
public struct PortfolioNode: Sendable, Hashable {
  public enum Level: String, Sendable, CaseIterable, Hashable, Codable {
    case fund = "FUND"
    case subFund = "SUB_FUND"
    case desk = "DESK"
    case book = "BOOK"
  }

  /// The path, such as `FUND/CREDIT/US`.
  public let id: String
  /// The last part of the path.
  public let name: String
  public let level: Level
  /// The path one level up; `nil` for a fund.
  public let parentID: String?

  /// The nodes along a path of one to four parts, from the fund down; `nil` when the path is not one.
  public static func along(_ path: some StringProtocol) -> [PortfolioNode]? {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= Level.allCases.count, parts.allSatisfy({ !$0.isEmpty }) else { return nil }
    var nodes: [PortfolioNode] = []
    for (part, level) in zip(parts, Level.allCases) {
      let parent = nodes.last?.id
      nodes.append(
        PortfolioNode(
          id: parent.map { "\($0)/\(part)" } ?? String(part), name: String(part), level: level,
          parentID: parent))
    }
    return nodes
  }
}
