/// Rows of a file so far. Accepted and rejected rows add up to those read.
public struct ImportCounts: Sendable, Hashable, Codable {
  public var accepted: Int
  public var rejected: Int
  public var read: Int { accepted + rejected }

  public init(accepted: Int = 0, rejected: Int = 0) {
    self.accepted = accepted
    self.rejected = rejected
  }
}
