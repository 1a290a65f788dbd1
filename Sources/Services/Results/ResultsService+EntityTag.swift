import HTTPServing
import PostgresStore

extension ResultsService {
  /// The handler of an operation on results, with a strong entity tag once the run has succeeded: from then on its answers
  /// never change while its results are there. A client that has an answer is told so without the results being read.
  func unchanging(_ handler: @escaping Route.Handler) -> Route.Handler {
    { [self] request in
      var ids = [try request.runID()]
      if request.pathParameters["other_run_id"] != nil { ids.append(try request.otherRunID()) }
      let states = try environment.reading.read { connection in
        try ids.map { try RunStore(connection).resultsVersion($0) }
      }
      // Without a version the handler says what is wrong, or that there is nothing yet.
      guard !states.contains(nil) else { return try handler(request) }
      let asked = request.query.items.flatMap { [$0.name, $0.value] }
      // Whoever is confined to a node has other answers.
      let scope = try request.node(nil).map { ["scope", $0] } ?? []
      let parts = [environment.codeVersion, request.path] + scope + states.compactMap { $0 } + asked
      let tag = EntityTag(hashing: Array(parts.map { "\($0.utf8.count):\($0)" }.joined().utf8))
      if request.has(tag) { return HTTPResponse(status: .ok, headers: .revalidated).tagged(tag) }
      var response = try handler(request)
      response.headers["Cache-Control"] = HTTPHeaders.revalidated["Cache-Control"]
      return response.tagged(tag)
    }
  }
}
