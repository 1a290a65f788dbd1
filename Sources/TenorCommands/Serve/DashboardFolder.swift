import Foundation
import HTTPServing

/// Where the built dashboard is.
enum DashboardFolder {
  /// The dashboard of `--web`, else the one found beside the program, else a page that tells how to build it.
  static func pages(_ arguments: Arguments, _ console: Console) throws -> Route {
    let folder = arguments.value("web") ?? candidates(program: try? program()).first(where: isBuilt)
    if let folder {
      do {
        return try StaticFiles(folder: folder).route(operationsBelow: operations)
      } catch {
        throw CommandError(.unavailable, "the dashboard: \(error); name another folder with --web")
      }
    }
    console.note("the dashboard is not built; build it with: make web")
    return MissingPage.route
  }

  /// No page has an address below these.
  static let operations = ["/v1", "/health", "/metrics", "/openapi.json"]

  /// An installed program has `share/tenor/web` beside its own folder; one built in a working tree, `web/dist` at the
  /// tree's top, a few folders above it.
  static func candidates(program: String?) -> [String] {
    guard let program else { return [] }
    var folder = URL(fileURLWithPath: program).deletingLastPathComponent()
    var found = [folder.deletingLastPathComponent().appendingPathComponent("share/tenor/web").path]
    for _ in 0..<4 {
      found.append(folder.appendingPathComponent("web/dist").path)
      folder.deleteLastPathComponent()
    }
    return found
  }

  private static func isBuilt(_ folder: String) -> Bool {
    FileManager.default.fileExists(atPath: folder + "/index.html")
  }

  /// The program's own file, links resolved.
  private static func program() throws -> String {
    try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
  }
}
