/// Sobol's sequence of points that fill the unit cube evenly, with the direction numbers of Joe and Kuo, 32 bits each.
///
/// Points come in the order of the Gray code, as in scipy and QuantLib. Any point can be asked for without those before it.
///
/// With a seed the points are scrambled after Owen: in each dimension the halves of the unit interval change places or not,
/// then the quarters within each half, and so on. Evenness stays; each point alone is uniform; and the means of a few seeds
/// are independent estimates, which is the only way to a standard error here.
///
/// Sobol, I. (1967), USSR Computational Mathematics and Mathematical Physics 7; Joe, S., Kuo, F. (2008), SIAM Journal on
/// Scientific Computing 30; Owen, A. (1995), Randomly permuted (t,m,s)-nets and (t,s)-sequences. Scrambling by a hash:
/// Laine, S., Karras, T. (2011), Stratified sampling for stochastic transparency, with the constants of N. Vegdahl (2021).
public struct SobolSequence: Sendable {
  /// The most dimensions that direction numbers are known for here.
  public static let dimensionLimit = 1 + SobolDirectionNumbers.polynomialsOfDegree.reduce(0, +)

  public let dimensions: Int
  /// 32 direction numbers a dimension, that of the lowest bit of the Gray code first, each in its mirror image, lowest bit first.
  private let directions: [UInt32]
  /// What scrambles each dimension.
  private let keys: [UInt32]?

  /// - Parameter seed: scrambles the points; without one the first point is the corner of the cube, and a simulation with it
  ///   is not fair.
  ///
  /// Precondition: 1 to `dimensionLimit` dimensions.
  public init(dimensions: Int, seed: UInt64? = nil) {
    precondition(1...Self.dimensionLimit ~= dimensions, "1 to \(Self.dimensionLimit) dimensions")
    self.dimensions = dimensions
    directions = SobolDirectionNumbers.directions(dimensions).map(Self.mirror)
    keys = seed.map { seed in
      (0..<dimensions).map { Philox.words(SIMD4(UInt32($0), 0, 0, 0x536F_626F), key: seed)[0] }
    }
  }

  /// Coordinate `dimension` of point number `index`, in units of 2⁻³².
  public func bits(_ index: UInt32, dimension: Int) -> UInt32 {
    let image = image(index, dimension)
    return Self.mirror(keys.map { Self.scramble(image, $0[dimension]) } ?? image)
  }

  /// The mirror image of a coordinate before it is scrambled.
  private func image(_ index: UInt32, _ dimension: Int) -> UInt32 {
    let gray = index ^ (index >> 1)
    var image: UInt32 = 0
    for bit in 0..<32 where gray >> UInt32(bit) & 1 != 0 { image ^= directions[dimension * 32 + bit] }
    return image
  }

  /// Coordinate `dimension` of the points from `first` on: the middle of the 2³² parts each lies in, never 0 or 1.
  ///
  /// Precondition: no more points than from `first` to 2³².
  public func fill(_ values: UnsafeMutableBufferPointer<Double>, first: UInt32, dimension: Int) {
    guard !values.isEmpty else { return }
    precondition(values.count - 1 <= Int(UInt32.max - first), "a sequence has 2³² points")
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: values.count) { images in
      var (index, image) = (first, image(first, dimension))
      directions.withUnsafeBufferPointer { directions in
        for position in 0..<values.count {
          images[position] = image
          // The Gray codes of neighbours differ in one bit.
          index &+= 1
          image ^= directions[dimension * 32 + index.trailingZeroBitCount & 31]
        }
      }
      // Two loops without a branch, which the compiler takes several at a time.
      if let key = keys?[dimension] {
        for position in 0..<values.count { images[position] = Self.scramble(images[position], key) }
      }
      for position in 0..<values.count {
        // Converted as signed numbers, 2³¹ too low.
        let coordinate = Int32(bitPattern: Self.mirror(images[position]) ^ 0x8000_0000)
        values[position] = (Double(coordinate) + 0x1p31 + 0.5) * 0x1p-32
      }
    }
  }

  /// Flips each bit or not, as a hash of the bits above it says; in the mirror image those are the bits below it, as in sums and
  /// products.
  @inline(__always)
  private static func scramble(_ image: UInt32, _ key: UInt32) -> UInt32 {
    var x = image
    x ^= x &* 0x3D20_ADEA
    x &+= key
    x &*= (key >> 16) | 1
    x ^= x &* 0x0552_6C56
    x ^= x &* 0x53A2_2864
    return x
  }

  /// The bits in the opposite order.
  @inline(__always)
  private static func mirror(_ bits: UInt32) -> UInt32 {
    var x = bits
    x = (x &>> 1) & 0x5555_5555 | (x & 0x5555_5555) &<< 1
    x = (x &>> 2) & 0x3333_3333 | (x & 0x3333_3333) &<< 2
    x = (x &>> 4) & 0x0F0F_0F0F | (x & 0x0F0F_0F0F) &<< 4
    x = (x &>> 8) & 0x00FF_00FF | (x & 0x00FF_00FF) &<< 8
    return x &>> 16 | x &<< 16
  }
}

extension SobolDirectionNumbers {
  /// 32 for each dimension, that of the highest half first.
  fileprivate static func directions(_ dimensions: Int) -> [UInt32] {
    var bits = PackedBits(packed)
    // The first dimension has no polynomial.
    var directions = (0..<32).map { UInt32(1) << UInt32(31 - $0) }
    directions.reserveCapacity(32 * dimensions)
    for (index, count) in polynomialsOfDegree.enumerated() {
      let degree = index + 1
      for _ in 0..<count where directions.count < 32 * dimensions {
        let coefficients = bits.next(degree - 1)
        var own = (0..<degree).map { (2 * bits.next($0) + 1) << UInt32(31 - $0) }
        for place in degree..<32 {
          var direction = own[place - degree] ^ (own[place - degree] >> UInt32(degree))
          for back in 1..<max(degree, 1) where coefficients >> UInt32(degree - 1 - back) & 1 != 0 {
            direction ^= own[place - back]
          }
          own.append(direction)
        }
        directions += own
      }
    }
    return directions
  }
}

/// Reads numbers from a text of six bits a character.
private struct PackedBits {
  private let characters: [UInt8]
  private var position = 0

  init(_ text: String) { characters = text.utf8.filter { $0 != UInt8(ascii: "\n") }.map(Self.value) }

  /// The next `count` bits, the highest first.
  mutating func next(_ count: Int) -> UInt32 {
    var number: UInt32 = 0
    for _ in 0..<count {
      number = number << 1 | UInt32(characters[position / 6] >> UInt8(5 - position % 6) & 1)
      position += 1
    }
    return number
  }

  private static func value(_ character: UInt8) -> UInt8 {
    switch character {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): character - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): character - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0") + 52
    case UInt8(ascii: "+"): 62
    default: 63
    }
  }
}
