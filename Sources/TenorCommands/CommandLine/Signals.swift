import Foundation
import Glibc

/// Waits for SIGTERM and SIGINT on a thread of its own, for processes that serve until they are ended.
enum Signals {
  /// Calls `body` once, on another thread, at the first SIGTERM or SIGINT; a second one ends the process.
  ///
  /// Call it before other threads start: they inherit the blocked signals.
  static func onTermination(_ body: @escaping @Sendable () -> Void) {
    // A peer that hangs up is an error of a write, not the end of all that is served.
    signal(SIGPIPE, SIG_IGN)
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
