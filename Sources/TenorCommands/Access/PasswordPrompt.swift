import AccessControl
import Foundation
import Glibc

/// A password from the person at the terminal, unseen, or from the first line of standard input.
enum PasswordPrompt {
  static let stdinOption = Command.Option(
    name: "password-stdin", value: nil, help: "read the password from the first line of standard input")

  /// A new password for `name`, that the rules take.
  static func new(for name: UserName, _ arguments: Arguments, _ console: Console) throws -> String {
    let password = try read(arguments, console, name)
    if let fault = PasswordRules.fault(in: password, for: name.text) {
      throw CommandError(.rejectedInput, "the password \(fault.message); \(fault.fix)")
    }
    return password
  }

  private static func read(_ arguments: Arguments, _ console: Console, _ name: UserName) throws -> String {
    if arguments.has(stdinOption.name) {
      guard let line = readLine(strippingNewline: true) else {
        throw CommandError(.usage, "standard input holds no password")
      }
      return line
    }
    guard isatty(STDIN_FILENO) == 1 else {
      throw CommandError(
        .usage, "there is no terminal to ask for the password; pipe it in and give --password-stdin")
    }
    let first = try hidden("password for \(name): ", console)
    guard try hidden("again: ", console) == first else {
      throw CommandError(.rejectedInput, "the two passwords differ; nothing is changed")
    }
    return first
  }

  /// One line from the terminal, not shown. Signals wait meanwhile, so that the terminal is never left dumb.
  private static func hidden(_ question: String, _ console: Console) throws -> String {
    var signals = sigset_t()
    var before = sigset_t()
    sigemptyset(&signals)
    for signal in [SIGINT, SIGTERM, SIGTSTP, SIGQUIT] { sigaddset(&signals, signal) }
    pthread_sigmask(SIG_BLOCK, &signals, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    var shown = termios()
    guard tcgetattr(STDIN_FILENO, &shown) == 0 else {
      throw CommandError(.unavailable, "the terminal cannot be asked; give --password-stdin")
    }
    var unseen = shown
    unseen.c_lflag &= ~tcflag_t(ECHO)
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &unseen)
    defer {
      tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown)
      console.note("")
    }
    console.progress(question)
    guard let line = readLine(strippingNewline: true) else {
      throw CommandError(.usage, "no password was given")
    }
    return line
  }
}
