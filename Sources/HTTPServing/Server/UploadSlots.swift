private import Synchronization

/// How many bodies may lie in files at one time: each takes room on the disk, whoever sends it.
final class UploadSlots: Sendable {
  private let free: Atomic<Int>

  init(count: Int) { free = Atomic(count) }

  /// A file for a body; `nil` while all slots are taken.
  func file(in folder: String) throws(UploadedFile.Failure) -> UploadedFile? {
    guard free.subtract(1, ordering: .relaxed).newValue >= 0 else {
      giveBack()
      return nil
    }
    do throws(UploadedFile.Failure) {
      return try UploadedFile(in: folder) { [self] in giveBack() }
    } catch {
      giveBack()
      throw error
    }
  }

  private func giveBack() { free.add(1, ordering: .relaxed) }
}
