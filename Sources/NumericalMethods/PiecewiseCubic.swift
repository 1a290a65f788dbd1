/// A function given by one polynomial, of degree three at most, on each interval between knots.
///
/// The last piece runs on beyond the last knot; before the first knot the function is its tangent there.
public struct PiecewiseCubic: Sendable, Hashable {
  /// One interval's polynomial in u, the distance from its knot: c0 + c1·u + c2·u² + c3·u³.
  public struct Piece: Sendable, Hashable {
    public var c0, c1, c2, c3: Double

    public init(_ c0: Double, _ c1: Double = 0, _ c2: Double = 0, _ c3: Double = 0) {
      (self.c0, self.c1, self.c2, self.c3) = (c0, c1, c2, c3)
    }

    func value(_ u: Double) -> Double { c0 + u * (c1 + u * (c2 + u * c3)) }
    func slope(_ u: Double) -> Double { c1 + u * (2 * c2 + u * (3 * c3)) }
  }

  /// Where pieces begin, strictly ascending, at least one.
  public let knots: [Double]
  /// As many as knots; the last one is for everything from the last knot on.
  public let pieces: [Piece]

  /// Precondition: as many pieces as knots, at least one, knots strictly ascending.
  public init(knots: [Double], pieces: [Piece]) {
    precondition(!knots.isEmpty && knots.count == pieces.count, "a piece for each knot")
    precondition(zip(knots, knots.dropFirst()).allSatisfy(<), "knots ascend")
    self.knots = knots
    self.pieces = pieces
  }

  public func callAsFunction(_ x: Double) -> Double {
    let index = SortedSearch.lastIndex(atOrBelow: x, in: knots)
    return value(x, index)
  }

  public func derivative(at x: Double) -> Double {
    let index = SortedSearch.lastIndex(atOrBelow: x, in: knots)
    return pieces[index].slope(max(0, x - knots[index]))
  }

  /// The function at each of `arguments`, which must ascend: one walk instead of a search each.
  public func callAsFunction(ascending arguments: [Double]) -> [Double] {
    var index = 0
    return arguments.map { x in
      while index + 1 < knots.count, knots[index + 1] <= x { index += 1 }
      return value(x, index)
    }
  }

  private func value(_ x: Double, _ index: Int) -> Double {
    let u = x - knots[index]
    return u < 0 ? pieces[index].c0 + pieces[index].c1 * u : pieces[index].value(u)
  }
}
