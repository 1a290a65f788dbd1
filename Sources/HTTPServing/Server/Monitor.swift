private import Glibc

/// State behind a lock that threads can wait on until it changes.
///
/// `Mutex` has no condition to wait on, so this pairs a POSIX mutex with a condition variable on the
/// monotonic clock. State is only reached inside the closures, each of which runs under the lock.
package final class Monitor<State: Sendable>: @unchecked Sendable {
  package enum Wakes {
    case one, all
  }

  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let condition: UnsafeMutablePointer<pthread_cond_t>
  private var state: State

  package init(_ state: State) {
    self.state = state
    mutex = .allocate(capacity: 1)
    mutex.initialize(to: pthread_mutex_t())
    pthread_mutex_init(mutex, nil)
    condition = .allocate(capacity: 1)
    condition.initialize(to: pthread_cond_t())
    var attributes = pthread_condattr_t()
    pthread_condattr_init(&attributes)
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    pthread_cond_init(condition, &attributes)
    pthread_condattr_destroy(&attributes)
  }

  deinit {
    pthread_cond_destroy(condition)
    condition.deallocate()
    pthread_mutex_destroy(mutex)
    mutex.deallocate()
  }

  /// Changes the state and wakes waiting threads.
  package func update<Result>(waking wakes: Wakes = .all, _ body: (inout State) -> Result) -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    let result = body(&state)
    switch wakes {
    case .one: pthread_cond_signal(condition)
    case .all: pthread_cond_broadcast(condition)
    }
    return result
  }

  /// Blocks until `attempt` gives a value, trying again after every change.
  ///
  /// - Parameter limit: time after which to give up; `nil` waits for ever.
  /// - Returns: what `attempt` gave, or `nil` after the limit.
  package func wait<Result>(atMost limit: Duration? = nil, for attempt: (inout State) -> Result?) -> Result? {
    var end = timespec()
    if let limit {
      clock_gettime(CLOCK_MONOTONIC, &end)
      let (seconds, attoseconds) = max(limit, .zero).components
      end.tv_nsec += Int(attoseconds / 1_000_000_000)
      end.tv_sec += Int(seconds) + end.tv_nsec / 1_000_000_000
      end.tv_nsec %= 1_000_000_000
    }
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while true {
      // A fresh access each time round: the state may change while this thread waits.
      if let result = attempt(&state) {
        return result
      }
      if limit == nil {
        pthread_cond_wait(condition, mutex)
      } else if pthread_cond_timedwait(condition, mutex, &end) == ETIMEDOUT {
        return attempt(&state)
      }
    }
  }
}
