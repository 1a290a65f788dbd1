/// A number at each node of one time of a lattice, with room for those of any other time.
struct NodeValues {
  private var current: [Double]
  private var spare: [Double]
  /// Where node 0 is.
  private let centre: Int

  /// All zero.
  init(_ lattice: HullWhiteLattice) {
    // A node beyond the last one is read and written, with a weight of 0 or a value that counts for nothing.
    centre = lattice.widest + 2
    current = [Double](repeating: 0, count: 2 * centre + 1)
    spare = current
  }

  subscript(node: Int) -> Double { current[centre + node] }

  mutating func set(_ node: Int, to value: Double) { current[centre + node] = value }

  mutating func fill(_ halfWidth: Int, with value: Double) {
    for index in centre - halfWidth...centre + halfWidth { current[index] = value }
  }

  mutating func add(_ amount: Double, _ halfWidth: Int) {
    for index in centre - halfWidth...centre + halfWidth { current[index] += amount }
  }

  /// In an order of additions that depends on the half width alone.
  func sum(_ halfWidth: Int) -> Double {
    current.withUnsafeBufferPointer { current in
      var sums = SIMD8<Double>.zero
      let (values, count) = (current.baseAddress! + centre - halfWidth, 2 * halfWidth + 1)
      var index = 0
      while index &+ 8 <= count {
        sums += UnsafeRawPointer(values + index).loadUnaligned(as: SIMD8<Double>.self)
        index &+= 8
      }
      var rest = 0.0
      while index < count {
        rest += values[index]
        index &+= 1
      }
      return sums.sum() + rest
    }
  }

  /// Changes the values at nodes −halfWidth ... halfWidth in place; pointers are indexed by node.
  mutating func modify(_ body: (UnsafeMutablePointer<Double>) -> Void) {
    current.withUnsafeMutableBufferPointer { body($0.baseAddress! + centre) }
  }

  /// Pointers are indexed by node.
  func read(_ body: (UnsafePointer<Double>) -> Void) {
    current.withUnsafeBufferPointer { body($0.baseAddress! + centre) }
  }

  /// Makes new values from the present ones; pointers are indexed by node.
  mutating func replace(_ body: (UnsafePointer<Double>, UnsafeMutablePointer<Double>) -> Void) {
    let centre = centre
    current.withUnsafeBufferPointer { old in
      spare.withUnsafeMutableBufferPointer { new in body(old.baseAddress! + centre, new.baseAddress! + centre)
      }
    }
    swap(&current, &spare)
  }
}
