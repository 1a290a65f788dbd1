/// A list of fixed length whose elements are read and changed where they are.
///
/// An array in a class is checked for exclusive access and for a sole owner at each change; those checks took longer than the arithmetic of
/// a waterfall. Whoever makes a list gives it back by `deallocate`, once.
struct FixedList<Element> {
  private let start: UnsafeMutablePointer<Element>
  let count: Int

  init(_ elements: [Element]) {
    count = elements.count
    start = .allocate(capacity: Swift.max(1, count))
    start.initialize(from: elements, count: count)
  }

  func deallocate() {
    start.deinitialize(count: count)
    start.deallocate()
  }

  var indices: Range<Int> { 0..<count }

  /// Precondition: `index` is one of `indices`.
  subscript(index: Int) -> Element {
    unsafeAddress {
      precondition(index >= 0 && index < count, "no such element")
      return UnsafePointer(start + index)
    }
    nonmutating unsafeMutableAddress {
      precondition(index >= 0 && index < count, "no such element")
      return start + index
    }
  }
}

extension FixedList: Sequence {
  func makeIterator() -> some IteratorProtocol<Element> { indices.lazy.map { self[$0] }.makeIterator() }
}
