public import Pricing

/// What is lost in the worst of moves that are all equally likely.
///
/// With losses in ascending order L₁ ≤ … ≤ Lₙ and confidence α, value at risk is the empirical quantile: the smallest loss
/// that at least nα of the moves do not exceed, L_k with k = ⌈nα⌉; no interpolation. Expected shortfall is the mean of the
/// worst n(1−α) moves, of which L_k counts with the fraction that is left of it:
///
///     ES = (Σ_{i>k} Lᵢ + (k − nα)·L_k) / (n(1−α))
///
/// This is the mean of the quantiles beyond α (Acerbi and Tasche, 2002), which is sub-additive; value at risk is not. Both are
/// losses: positive is money lost.
public struct TailRisk: Sendable, Hashable {
  public let valueAtRisk: Double
  public let expectedShortfall: Double
  /// The moves of which expected shortfall is the mean, worst first, that of value at risk last.
  public let tail: [Move]

  public struct Move: Sendable, Hashable {
    /// Among those given.
    public let index: Int
    public let profit: Double
    /// Its part in expected shortfall; the weights of all add up to 1.
    public let weight: Double
  }

  /// Confidences that are served.
  public static let confidences = 0.5...0.9999

  /// The fewest moves of which a confidence says something: one in the tail. A quotient that misses a whole number by its
  /// last bits is one.
  public static func fewestMoves(_ confidence: Double) -> Int {
    Int(((1 - 1e-9) / (1 - confidence)).rounded(.up))
  }

  /// - Parameters:
  ///   - profits: One for each move.
  ///   - confidence: Within `confidences`.
  /// - Throws: `CellGap` when there are too few moves for the confidence.
  public init(profits: [Double], confidence: Double) throws(CellGap) {
    precondition(TailRisk.confidences.contains(confidence), "a confidence is within \(TailRisk.confidences)")
    let count = Double(profits.count)
    let fewest = TailRisk.fewestMoves(confidence)
    guard profits.count >= fewest else {
      throw CellGap(
        Reason(
          .notApplicable, "a confidence of \(confidence) needs \(fewest) scenarios, here are \(profits.count)"
        ))
    }
    // A product such as 1000 · 0.999 is a whole number in all but its last bits.
    let product = count * confidence
    let covered = abs(product - product.rounded()) < 1e-9 * count ? product.rounded() : product
    let place = Int(covered.rounded(.up))
    let worst = profits.indices.sorted { (profits[$0], $0) < (profits[$1], $1) }
    // The k-th smallest loss is the (n − k + 1)-th largest.
    let beyond = profits.count - place
    let share = 1 / (count - covered)
    var tail = worst[..<beyond].map { Move(index: $0, profit: profits[$0], weight: share) }
    let quantile = worst[beyond]
    tail.append(Move(index: quantile, profit: profits[quantile], weight: (Double(place) - covered) * share))
    self.tail = tail
    valueAtRisk = 0 - profits[quantile]
    expectedShortfall = tail.reduce(0) { $0 - $1.profit * $1.weight }
  }
}
