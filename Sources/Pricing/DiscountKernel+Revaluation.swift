import CDiscountKernel

extension DiscountKernel {
  /// Values every contract of `flows` under every weight and every column of `matrix`:
  /// results[contract][weight][column] = Σᵢ weight[i] · matrix[row[i]][column], flows in order.
  ///
  /// The bits of a result depend on the contract's flows and the matrix; not on the other contracts of the batch, on
  /// where it stands among them, on which thread works on it or on `path`.
  ///
  /// - Parameters:
  ///   - contracts: those that are valued; all of them unless given. Their flows alone are read.
  ///   - results: contractCount · weightCount rows of `matrix.stride` doubles; those of the contracts are overwritten.
  ///   - path: must be available on this machine.
  public static func revalue(
    _ flows: PlacedFlows, contracts: [Int32]? = nil, on matrix: DiscountMatrix,
    into results: inout [Double], path: Path = .fastest
  ) {
    precondition(path.isAvailable, "\(path.rawValue) is not available on this machine")
    precondition(
      flows.rowsNeeded(by: contracts) <= matrix.rowCount, "a flow is placed on a row that the matrix lacks")
    precondition(
      results.count == flows.contractCount * flows.weightCount * matrix.stride,
      "results hold a row for each contract and weight")
    let order = flows.revaluationOrder(of: contracts ?? (0..<Int32(flows.contractCount)).map(\.self))
    // The kernel numbers flows in 64 bits, as `Int` does where Tenor runs.
    let offsets = flows.offsets.map(Int64.init)
    results.withUnsafeMutableBufferPointer { results in
      guard let out = results.baseAddress else { return }
      offsets.withUnsafeBufferPointer { offsets in
        flows.rows.withUnsafeBufferPointer { rows in
          flows.weights.withUnsafeBufferPointer { weights in
            order.withUnsafeBufferPointer { order in
              matrix.withUnsafeRows { table in
                var batch = tenor_revaluation(
                  offsets: offsets.baseAddress, rows: rows.baseAddress, weights: weights.baseAddress,
                  flow_count: Int64(flows.flowCount), weight_count: Int64(flows.weightCount),
                  order: order.baseAddress, contract_count: Int64(order.count), table: table,
                  stride: Int64(matrix.stride), out: out)
                tenor_revalue(&batch, path.kernelPath)
              }
            }
          }
        }
      }
    }
  }
}
