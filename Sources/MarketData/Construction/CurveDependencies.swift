/// In which order curves can be solved, and which of them only together.
enum CurveDependencies {
  /// Groups of curves in an order in which each depends on itself and those before it alone; curves that depend on one
  /// another are one group.
  ///
  /// - Parameter needs: for each curve the curves that its instruments refer to.
  static func groups(_ needs: [Set<Int>]) -> [[Int]] {
    let count = needs.count
    // reaches[a] holds all that a needs, by however many steps.
    var reaches = needs
    for middle in 0..<count {
      for curve in 0..<count where reaches[curve].contains(middle) {
        reaches[curve].formUnion(reaches[middle])
      }
    }
    var groups: [[Int]] = []
    var placed: Set<Int> = []
    while placed.count < count {
      for curve in 0..<count where !placed.contains(curve) {
        let together = (0..<count).filter {
          $0 == curve || reaches[curve].contains($0) && reaches[$0].contains(curve)
        }
        if reaches[curve].subtracting(together).isSubset(of: placed) {
          groups.append(together)
          placed.formUnion(together)
          break
        }
      }
    }
    return groups
  }
}
