/// What simulated paths give whoever may end a contract at some times, as a basis for when to do so.
///
/// Numbers of one decision stand side by side: that of path p at decision k is element k·`pathCount` + p.
public struct ExerciseChoices: Sendable {
  public let pathCount: Int
  public let decisionCount: Int
  /// Worth today of everything that is paid on the path in all, before and after, if the right is used at the decision.
  public let ifUsed: [Double]
  /// Worth today of everything that is paid on the path if the right is never used, a number a path.
  public let ifNever: [Double]
  /// Worth today of 1 in the path's numeraire at the decision, above 0. Decisions are made in money of their own time.
  public let discountFactors: [Double]
  /// What is known at a decision: one or more arrays like `ifUsed`, such as a model's factors.
  public let states: [[Double]]
  /// Where using the right is thought of at all; everywhere without it. For an option, where it is in the money.
  public let isCandidate: [Bool]?

  /// Precondition: as many numbers as stated, at least one path, decision and state.
  public init(
    pathCount: Int, ifUsed: [Double], ifNever: [Double], discountFactors: [Double], states: [[Double]],
    isCandidate: [Bool]? = nil
  ) {
    precondition(pathCount > 0 && ifNever.count == pathCount, "a number a path")
    precondition(!ifUsed.isEmpty && ifUsed.count % pathCount == 0, "numbers of whole decisions")
    precondition(
      discountFactors.count == ifUsed.count && !states.isEmpty
        && states.allSatisfy { $0.count == ifUsed.count }
        && (isCandidate.map { $0.count == ifUsed.count } ?? true), "a number for each decision and path")
    self.pathCount = pathCount
    decisionCount = ifUsed.count / pathCount
    self.ifUsed = ifUsed
    self.ifNever = ifNever
    self.discountFactors = discountFactors
    self.states = states
    self.isCandidate = isCandidate
  }
}
