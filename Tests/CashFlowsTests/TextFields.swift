import Instruments

/// The fields of one instrument as the cells of a file have them.
final class TextFields: TermFields {
  private let cells: [String: UnsafeMutableBufferPointer<UInt8>]

  init(_ texts: [String: String]) {
    cells = texts.filter { !$0.value.isEmpty }.mapValues { text in
      let cell = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: text.utf8.count)
      _ = cell.initialize(from: text.utf8)
      return cell
    }
  }

  deinit { for cell in cells.values { cell.deallocate() } }

  func value(_ field: InstrumentField) -> FieldValue {
    cells[field.name].map { .cell(UnsafeBufferPointer($0)) } ?? .absent
  }
}
