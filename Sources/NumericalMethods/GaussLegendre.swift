/// The integral of a smooth function by the rule of Gauss and Legendre with ten points, which is exact for polynomials of degree 19.
public enum GaussLegendre {
  /// The integral from `start` to `end`, of `parts` equal parts.
  public static func integral(
    from start: Double, to end: Double, parts: Int = 1, _ function: (Double) -> Double
  ) -> Double {
    precondition(parts > 0, "at least one part")
    let half = 0.5 * (end - start) / Double(parts)
    var sum = 0.0
    for part in 0..<parts {
      let middle = start + Double(2 * part + 1) * half
      for (node, weight) in zip(nodes, weights) {
        sum += weight * (function(middle - half * node) + function(middle + half * node))
      }
    }
    return half * sum
  }

  /// Calls `visit` with the rule's places between `start` and a later `end`, ascending, and their weights.
  public static func forEach(
    from start: Double, to end: Double, _ visit: (_ place: Double, _ weight: Double) -> Void
  ) {
    let half = 0.5 * (end - start)
    let middle = start + half
    for node in nodes.indices.reversed() { visit(middle - half * nodes[node], half * weights[node]) }
    for node in nodes.indices { visit(middle + half * nodes[node], half * weights[node]) }
  }

  /// Abramowitz and Stegun, Handbook of Mathematical Functions, table 25.4.
  private static let nodes = [
    0.148_874_338_981_631_21, 0.433_395_394_129_247_19, 0.679_409_568_299_024_41, 0.865_063_366_688_984_51,
    0.973_906_528_517_171_72,
  ]
  private static let weights = [
    0.295_524_224_714_752_87, 0.269_266_719_309_996_36, 0.219_086_362_515_982_04, 0.149_451_349_150_580_59,
    0.066_671_344_308_688_14,
  ]
}
