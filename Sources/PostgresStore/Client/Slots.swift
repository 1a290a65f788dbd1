import Glibc

/// A counting semaphore.
final class Slots: @unchecked Sendable {
  // A POSIX semaphore has an address of its own and is safe from any thread.
  private let semaphore: UnsafeMutablePointer<sem_t>

  init(_ count: Int) {
    semaphore = .allocate(capacity: 1)
    sem_init(semaphore, 0, UInt32(count))
  }

  deinit {
    sem_destroy(semaphore)
    semaphore.deallocate()
  }

  func take() {
    while sem_wait(semaphore) != 0 {}
  }

  func give() { sem_post(semaphore) }
}
