import NumericalMethods

/// One equation an instrument, each a sum of payments: amounts times discount and growth factors of curves.
///
/// The value of an instrument at its quote q is Σ (aᵢ + bᵢ·q)·exp(Σ ±R(node)) with R = −ln of a curve's discount factor at
/// a node's time, and is 0 on the curves that the equation asks for. So its derivatives by q and by R of every node are the
/// same sum with other weights. Nodes are numbered; factors lie in flat columns.
struct CurveEquations: Sendable {
  /// A node and the sign with which its R stands in an exponent.
  typealias Factor = (node: Int, sign: Double)

  private(set) var count = 0
  /// Payments of equation i are `firstPayment[i]..<firstPayment[i + 1]`.
  private var firstPayment = [0]
  private var amounts: [Double] = []
  private var amountsPerQuote: [Double] = []
  /// Factors of payment p are `firstFactor[p]..<firstFactor[p + 1]`.
  private var firstFactor = [0]
  private var nodes: [Int] = []
  private var signs: [Double] = []

  /// Adds a payment to the equation being made.
  mutating func pay(_ amount: Double, perQuote: Double = 0, _ factors: [Factor]) {
    amounts.append(amount)
    amountsPerQuote.append(perQuote)
    for factor in factors {
      nodes.append(factor.node)
      signs.append(factor.sign)
    }
    firstFactor.append(nodes.count)
  }

  /// Ends the equation being made.
  mutating func endEquation() {
    count += 1
    firstPayment.append(amounts.count)
  }

  /// The nodes of the equation ended last, with repetitions.
  var nodesOfLastEquation: ArraySlice<Int> { nodes[firstFactor[firstPayment[count - 1]]...] }

  /// Gives every node another number.
  mutating func renumber(_ number: [Int]) {
    for index in nodes.indices { nodes[index] = number[nodes[index]] }
  }

  /// Discount and growth factors of all payments, from R at every node.
  private func factors(_ exponents: [Double]) -> [Double] {
    var result = [Double](unsafeUninitializedCapacity: amounts.count) { buffer, count in
      for payment in amounts.indices {
        var sum = 0.0
        for factor in firstFactor[payment]..<firstFactor[payment + 1] {
          sum += signs[factor] * exponents[nodes[factor]]
        }
        buffer.initializeElement(at: payment, to: sum)
      }
      count = amounts.count
    }
    Exponential.expInPlace(&result)
    return result
  }

  /// The value of every equation.
  func values(quotes: [Double], exponents: [Double]) -> [Double] {
    let factors = factors(exponents)
    return (0..<count).map { equation in
      var sum = 0.0
      for payment in firstPayment[equation]..<firstPayment[equation + 1] {
        sum += (amounts[payment] + amountsPerQuote[payment] * quotes[equation]) * factors[payment]
      }
      return sum
    }
  }

  /// The derivative of every equation by its quote.
  func quoteDerivatives(exponents: [Double]) -> [Double] {
    let factors = factors(exponents)
    return (0..<count).map { equation in
      (firstPayment[equation]..<firstPayment[equation + 1]).reduce(0) {
        $0 + amountsPerQuote[$1] * factors[$1]
      }
    }
  }

  /// The derivative of every equation by the unknowns: a row an equation, a column an unknown.
  ///
  /// - Parameter nodeDerivatives: of R by the unknowns; a row for each node.
  func derivatives(
    quotes: [Double], exponents: [Double], nodeDerivatives: [Double], unknowns: Int
  ) -> [Double] {
    let factors = factors(exponents)
    var rows = Array(repeating: 0.0, count: count * unknowns)
    var weights = Array(repeating: 0.0, count: exponents.count)
    var touched: [Int] = []
    for equation in 0..<count {
      for payment in firstPayment[equation]..<firstPayment[equation + 1] {
        let value = (amounts[payment] + amountsPerQuote[payment] * quotes[equation]) * factors[payment]
        for factor in firstFactor[payment]..<firstFactor[payment + 1] {
          let node = nodes[factor]
          if weights[node] == 0 { touched.append(node) }
          weights[node] += signs[factor] * value
        }
      }
      rows.withUnsafeMutableBufferPointer { rows in
        nodeDerivatives.withUnsafeBufferPointer { derivatives in
          for node in touched {
            let weight = weights[node]
            weights[node] = 0
            if weight == 0 { continue }
            for unknown in 0..<unknowns {
              rows[equation * unknowns + unknown] += weight * derivatives[node * unknowns + unknown]
            }
          }
        }
      }
      touched.removeAll(keepingCapacity: true)
    }
    return rows
  }
}
