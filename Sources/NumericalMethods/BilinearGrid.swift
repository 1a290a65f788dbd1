/// A function of two variables, linear in each between the nodes of a grid and constant beyond its edges.
public struct BilinearGrid: Sendable, Hashable {
  /// First variable at the nodes, strictly ascending, at least one.
  public let rows: [Double]
  /// Second variable at the nodes, strictly ascending, at least one.
  public let columns: [Double]
  /// The function at the nodes, row by row.
  public let values: [Double]

  /// Precondition: a value for each node; rows and columns strictly ascend.
  public init(rows: [Double], columns: [Double], values: [Double]) {
    precondition(
      !rows.isEmpty && !columns.isEmpty && values.count == rows.count * columns.count, "a value a node")
    precondition(zip(rows, rows.dropFirst()).allSatisfy(<), "rows ascend")
    precondition(zip(columns, columns.dropFirst()).allSatisfy(<), "columns ascend")
    self.rows = rows
    self.columns = columns
    self.values = values
  }

  public init(constant: Double) { self.init(rows: [0], columns: [0], values: [constant]) }

  public subscript(row: Int, column: Int) -> Double { values[row * columns.count + column] }

  public func callAsFunction(_ row: Double, _ column: Double) -> Double {
    place(row, column).interpolate { values[$0] }
  }

  /// The nodes around a point and their weights.
  public func place(_ row: Double, _ column: Double) -> Place {
    let (top, down) = BilinearGrid.between(rows, row)
    let (left, across) = BilinearGrid.between(columns, column)
    let (below, right) = (min(top + 1, rows.count - 1), min(left + 1, columns.count - 1))
    let width = columns.count
    return Place(
      nodes: (top * width + left, top * width + right, below * width + left, below * width + right),
      down: down, across: across)
  }

  /// A point's four nodes, as places in `values`, and how far it is from the first.
  public struct Place: Sendable {
    let nodes: (Int, Int, Int, Int)
    let down: Double
    let across: Double

    /// What lies between the values at the nodes; only those with a weight are asked for.
    public func interpolate(_ value: (Int) -> Double) -> Double {
      let top = Place.mix(nodes.0, nodes.1, across, value)
      return down == 0 ? top : top + (Place.mix(nodes.2, nodes.3, across, value) - top) * down
    }

    /// The nodes that count, as places in `values`, with weights that add up to 1.
    public var weights: [(node: Int, weight: Double)] {
      [
        (nodes.0, (1 - down) * (1 - across)), (nodes.1, (1 - down) * across),
        (nodes.2, down * (1 - across)), (nodes.3, down * across),
      ].filter { $0.1 != 0 }
    }

    private static func mix(_ a: Int, _ b: Int, _ weight: Double, _ value: (Int) -> Double) -> Double {
      let first = value(a)
      return weight == 0 ? first : first + (value(b) - first) * weight
    }
  }

  /// The node at or below `x` and how far on to the next it is, 0 to 1; the ends beyond the ends.
  private static func between(_ nodes: [Double], _ x: Double) -> (Int, Double) {
    let last = nodes.count - 1
    if x <= nodes[0] { return (0, 0) }
    if x >= nodes[last] { return (last, 0) }
    let index = SortedSearch.lastIndex(atOrBelow: x, in: nodes)
    return (index, (x - nodes[index]) / (nodes[index + 1] - nodes[index]))
  }
}
