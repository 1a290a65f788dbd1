import PostgresStore
import RunRecords

/// A task that a worker still held when its session broke.
struct Leftover {
  let claim: TaskClaim
  /// Why the attempt counts as failed; `nil` when the task is not to blame and is given back.
  ///
  /// Without this count, a task whose work makes the server drop the connection would be tried without end.
  let error: String?

  /// The task in hand and those that had to wait for it.
  static func of(_ claims: ArraySlice<TaskClaim>, after error: any Error) -> [Leftover] {
    let isBlameless = (error as? PostgresError)?.isServersDoing ?? false
    return claims.enumerated().map { index, claim in
      Leftover(claim: claim, error: index == 0 && !isBlameless ? "\(error)" : nil)
    }
  }
}
