/// A portfolio node and all below it.
public struct PortfolioScope: Sendable, Hashable {
  /// The node's path, such as `FUND/CREDIT`.
  public let node: String

  /// `nil` unless the path has one to four parts, none of them empty.
  public init?(node: String) {
    let parts = node.split(separator: "/", omittingEmptySubsequences: false)
    let isText = node.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    guard (1...4).contains(parts.count), parts.allSatisfy({ !$0.isEmpty }), isText,
      node.unicodeScalars.count <= 200
    else { return nil }
    self.node = node
  }

  /// Whether the path is the node's or lies below it. Paths compare by their bytes, as in the database.
  public func contains(_ path: String) -> Bool {
    path.utf8.elementsEqual(node.utf8) || path.utf8.starts(with: node.utf8 + [UInt8(ascii: "/")])
  }
}
