public import DatesAndConventions

/// A move of volatility surfaces: of the volatility that an option of some expiry and strike has, so that a smile moves as a whole.
///
/// Volatilities stay with their strike when rates or exchange rates move; only shifts of this kind move them. None falls below 0.
public struct SurfaceShift: Sendable, Hashable, Codable {
  /// Surface ids of swaptions, caps or currency pairs; empty means every surface that has `expiry`.
  public let surfaces: [String]
  /// The quoted expiry at which the move has its full size, falling linearly in time to 0 at the neighbouring ones and
  /// constant beyond the first and last; `nil` for every expiry alike. The moves at all expiries add up to that.
  public let expiry: Tenor?
  public let move: Move

  public enum Move: Sendable, Hashable, Codable {
    /// Added to the volatility: 100 is 1 percentage point of a lognormal one, 1 a basis point of a normal one.
    case absolute(basisPoints: Double)
    /// The volatility is multiplied by 1 + fraction.
    case relative(fraction: Double)
  }

  public init(surfaces: [String] = [], expiry: Tenor? = nil, move: Move) {
    self.surfaces = surfaces
    self.expiry = expiry
    self.move = move
  }

  /// Whether the shift moves a surface.
  public func moves(_ surface: SurfaceName) -> Bool {
    (surfaces.isEmpty || surfaces.contains(surface.id)) && surface.hasExpiry(expiry)
  }
}

extension SurfaceShift {
  private enum Key: String, CodingKey { case surfaces, expiry, move }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      surfaces: try container.decodeIfPresent([String].self, forKey: .surfaces) ?? [],
      expiry: try container.decodeIfPresent(Tenor.self, forKey: .expiry),
      move: try container.decode(Move.self, forKey: .move))
  }
}

extension SurfaceShift {
  /// What the market lacks of what the shift names, or why it means different things to its surfaces.
  func problems(in market: RiskFactorNames) -> [String] {
    let known = market.volatilitySurfaces
    var problems = surfaces.filter { name in !known.contains { $0.id == name } }.map {
      "unknown volatility surface '\($0)'; the market has \(known.map(\.id).listed)"
    }
    if let expiry {
      for surface in known where surfaces.contains(surface.id) && !surface.hasExpiry(expiry) {
        problems.append(
          "\(surface.id) has no expiry \(expiry); it has \(surface.expiries.map(\.description).listed)")
      }
    }
    let moved = known.filter(moves)
    if case .absolute = move, Set(moved.map(\.isNormal)).count > 1 {
      problems.append(
        "moves normal and lognormal volatilities by the same amount; name surfaces of one kind, of normal ones "
          + moved.filter(\.isNormal).map(\.id).listed)
    }
    return problems
  }
}
