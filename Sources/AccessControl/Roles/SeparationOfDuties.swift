/// Which acts need a second person.
public struct SeparationOfDuties: Sendable, Hashable {
  /// An act that may ask for four eyes.
  public enum Act: String, Sendable, Hashable, CaseIterable {
    /// A run is published by another than who created it.
    case publish
    /// A market snapshot with findings is reviewed by another than who brought it.
    case review
  }

  /// The acts for which the rule is on.
  public let fourEyes: Set<Act>

  public init(fourEyes: Set<Act> = []) { self.fourEyes = fourEyes }

  /// From a list such as `publish,review`, separated by commas; an empty text asks for nothing.
  ///
  /// - Throws: `UnknownAct` for a name that is none.
  public init(list: String) throws(UnknownAct) {
    var acts: Set<Act> = []
    for word in list.split(separator: ",") {
      guard let act = Act(rawValue: word.filter { $0 != " " }) else { throw UnknownAct(name: String(word)) }
      acts.insert(act)
    }
    fourEyes = acts
  }

  public struct UnknownAct: Error, Sendable, Hashable, CustomStringConvertible {
    public let name: String

    public var description: String {
      "'\(name)' is no act that needs four eyes; known: "
        + Act.allCases.map(\.rawValue).joined(separator: ", ")
    }
  }

  /// Whether `publisher` may publish what `creator` has created.
  public func mayPublish(_ publisher: String, runOf creator: String) -> Bool {
    !fourEyes.contains(.publish) || publisher != creator
  }

  /// Whether `reviewer` may review a market snapshot that these have brought.
  public func mayReview(_ reviewer: String, broughtBy people: [String]) -> Bool {
    !fourEyes.contains(.review) || !people.contains(reviewer)
  }

  /// Whether `approver` may approve what `author` proposes: never one's own proposal, whatever is on.
  public static func mayApprove(_ approver: String, proposalOf author: String) -> Bool {
    approver != author
  }

  /// Whether `administrator` may change what `user` is allowed, or the user's password: never one's own.
  public static func mayAdminister(_ administrator: String, user: UserName) -> Bool {
    administrator != user.text
  }
}
