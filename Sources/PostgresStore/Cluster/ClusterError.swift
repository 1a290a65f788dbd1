/// A private cluster cannot be made, started or stopped.
public struct ClusterError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What went wrong and what to do about it, in one line.
  public let message: String

  public init(_ message: String) { self.message = message }

  public var description: String { message }
}
