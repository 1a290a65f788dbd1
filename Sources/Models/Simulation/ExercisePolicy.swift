import NumericalMethods

/// When to use a right, learnt from simulated paths by regression.
///
/// From the last decision back, what going on has brought on each path over what using the right would have, in money of
/// that time, is regressed on polynomials of the state; the right is used where the polynomial says that going on is worth less.
/// What is paid before the decision is the same either way and drops out.
///
/// Any policy is worth at most what the best one is to whoever has the right. So the mean over paths other than those it was
/// learnt from (`values`) is a bound of the true value from below for a holder and from above for an issuer. Over the paths it was learnt
/// from the mean knows a little of their future. Repeat both with several seeds for a standard error that holds the
/// luck of the regression as well.
///
/// Longstaff, F., Schwartz, E. (2001): Valuing American options by simulation, Review of Financial Studies 14.
public struct ExercisePolicy: Sendable, Hashable {
  /// What the holder of the right is after.
  public enum Aim: Sendable, Hashable {
    /// The right belongs to whoever is paid.
    case most
    /// The right belongs to whoever pays, as with a call by the issuer.
    case least
  }

  public let aim: Aim
  /// What going on is worth over using the right, at each decision; nothing where no path thinks of using it.
  private let advantages: [StatePolynomial?]

  /// Learns from `choices`.
  ///
  /// - Parameter degree: highest total degree of the polynomials.
  public init(_ aim: Aim, from choices: ExerciseChoices, degree: Int = 3) {
    self.aim = aim
    var advantages = [StatePolynomial?](repeating: nil, count: choices.decisionCount)
    var realised = choices.ifNever
    for decision in (0..<choices.decisionCount).reversed() {
      let start = decision * choices.pathCount
      let candidates = (0..<choices.pathCount).filter { choices.isCandidate?[start + $0] ?? true }
      guard !candidates.isEmpty else { continue }
      let states = choices.states.map { state in candidates.map { state[start + $0] } }
      let targets = candidates.map {
        (realised[$0] - choices.ifUsed[start + $0]) / choices.discountFactors[start + $0]
      }
      let polynomial = StatePolynomial(fitting: targets, states: states, degree: degree)
      advantages[decision] = polynomial
      for (place, path) in candidates.enumerated()
      where aim.isUsed(advantage: polynomial.value(states, at: place)) {
        realised[path] = choices.ifUsed[start + path]
      }
    }
    self.advantages = advantages
  }

  /// What each path of `choices` is worth today with this policy.
  ///
  /// Precondition: decisions and states are those the policy was learnt for.
  public func values(of choices: ExerciseChoices) -> [Double] {
    precondition(choices.decisionCount == advantages.count, "the decisions of the policy")
    return (0..<choices.pathCount).map { path in
      for (decision, advantage) in advantages.enumerated() {
        let place = decision * choices.pathCount + path
        guard let advantage, choices.isCandidate?[place] ?? true else { continue }
        if aim.isUsed(advantage: advantage.value(choices.states, at: place)) {
          return choices.ifUsed[place]
        }
      }
      return choices.ifNever[path]
    }
  }
}

extension ExercisePolicy.Aim {
  fileprivate func isUsed(advantage: Double) -> Bool {
    switch self {
    case .most: advantage < 0
    case .least: advantage > 0
    }
  }
}
