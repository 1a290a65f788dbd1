private import Synchronization

/// Who sent a request, as far as that is established; shared by all copies of the request.
///
/// Whoever finds out writes it down, and what runs around them, such as the audit trail, reads it afterwards.
public final class RequestCaller: Sendable {
  /// A caller that somebody has made out.
  public struct Name: Sendable, Hashable {
    public let name: String
    /// How that is known, such as `client-certificate`.
    public let authenticatedBy: String
  }

  private let established = Mutex<Name?>(nil)
  private let noted = Mutex<[(name: String, value: String)]>([])

  init() {}

  /// `nil` for a request that says nothing of who sent it.
  public var name: Name? { established.withLock { $0 } }

  /// What handlers have said of the change that is asked for, in their order.
  public var notes: [(name: String, value: String)] { noted.withLock { $0 } }

  /// Says something of the change that the audit trail should tell, such as the role that is given; no secret.
  public func note(_ name: String, _ value: String) { noted.withLock { $0.append((name, value)) } }

  /// Says who it is; a later word replaces an earlier one.
  public func establish(_ name: String, by method: String) {
    established.withLock { $0 = Name(name: name, authenticatedBy: method) }
  }
}
