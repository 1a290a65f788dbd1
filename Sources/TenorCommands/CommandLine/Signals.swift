import Foundation
import Glibc

/// Waits for SIGTERM and SIGINT on a thread of its own.
enum Signals {
  /// Calls `body` once, on another thread, at the first SIGTERM or SIGINT; a second one ends the process.
  ///
  /// Call it before other threads start: they inherit the blocked signals.
  static func onTermination(_ body: @escaping @Sendable () -> Void) {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGTERM)
    sigaddset(&signals, SIGINT)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    let waited = signals
    let thread = Thread {
      var waited = waited
      var received: Int32 = 0
      sigwait(&waited, &received)
      body()
      sigwait(&waited, &received)
      exit(128 + received)
    }
    thread.name = "signals"
    thread.start()
  }
}
