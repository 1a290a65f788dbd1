/// The row of each id of a file.
///
/// Ids that ascend, as most files have them, cost one comparison each; the others are looked up.
struct RowIndex {
  private var ascendingIDs: [String] = []
  private var ascendingRows: [Int] = []
  private var others: [String: Int] = [:]

  /// The row that has this id; `nil` when none has.
  func row(of id: String) -> Int? {
    guard let last = ascendingIDs.last, !(last < id) else { return nil }
    var low = 0
    var high = ascendingIDs.count
    while low < high {
      let middle = (low + high) / 2
      if ascendingIDs[middle] < id { low = middle + 1 } else { high = middle }
    }
    return ascendingIDs[low] == id ? ascendingRows[low] : others[id]
  }

  /// Notes the row of an id that has none yet.
  mutating func insert(_ id: String, row: Int) {
    if ascendingIDs.last.map({ $0 < id }) ?? true {
      ascendingIDs.append(id)
      ascendingRows.append(row)
    } else {
      others[id] = row
    }
  }
}
