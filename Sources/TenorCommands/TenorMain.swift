import Foundation
import Glibc

/// Entry point of the `tenor` executable: parses the command line, runs one command, exits with its code.
public func tenorMain() {
  let tree = CommandTree(commands: [
    .bondPrice, .bondYield,
  ])
  let console = Console(isInteractive: isatty(STDERR_FILENO) == 1)
  exit(tree.run(Array(CommandLine.arguments.dropFirst()), console: console).rawValue)
}
