import Testing

@testable import HTTPServing

@Suite struct RouterTests {
  private let router = Router([
    .text(.get, "/", "root"),
    .text(.get, "/v1/runs", "list"),
    .text(.post, "/v1/runs", "create"),
    .text(.get, "/v1/runs/{run_id}", "one"),
    .text(.post, "/v1/runs/search", "search"),
    .text(.get, "/v1/runs/latest", "latest"),
    .text(.get, "/v1/runs/{run_id}/cells/{cell_id}", "cell"),
  ])

  private func match(_ method: String, _ target: String) throws -> String {
    switch router.match(HTTPMethod(rawValue: method), try RequestTarget(parsing: target)) {
    case .route(let route, let parameters):
      "\(route.path) " + parameters.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }.joined(separator: ",")
    case .options(let allow): "options \(allow)"
    case .methodNotAllowed(let allow): "405 \(allow)"
    case .notFound: "404"
    }
  }

  @Test(arguments: [
    ("GET", "/", "/ "),
    ("GET", "/v1/runs", "/v1/runs "),
    ("HEAD", "/v1/runs", "/v1/runs "),
    ("GET", "/v1/runs/7", "/v1/runs/{run_id} run_id=7"),
    ("GET", "/v1/runs/latest", "/v1/runs/latest "),
    // The literal has no GET; that the parameter has one does not matter.
    ("GET", "/v1/runs/search", "405 OPTIONS, POST"),
    ("OPTIONS", "/v1/runs/search", "options OPTIONS, POST"),
    ("POST", "/v1/runs/search", "/v1/runs/search "),
    ("GET", "/v1/runs/a%2Fb/cells/%C3%A9", "/v1/runs/{run_id}/cells/{cell_id} cell_id=é,run_id=a/b"),
    ("GET", "http://tenor.example/v1/runs/7?x=1", "/v1/runs/{run_id} run_id=7"),
    ("GET", "http://tenor.example", "/ "),
    ("DELETE", "/v1/runs", "405 GET, HEAD, OPTIONS, POST"),
    ("get", "/v1/runs", "405 GET, HEAD, OPTIONS, POST"),
    ("OPTIONS", "/v1/runs/7", "options GET, HEAD, OPTIONS"),
    ("OPTIONS", "*", "options GET, HEAD, OPTIONS, POST"),
    ("GET", "/v1/runs/", "404"),
    ("GET", "/v1//runs", "404"),
    ("GET", "/v1/runs/../runs", "404"),
    ("GET", "/nothing", "404"),
  ])
  func finds(_ method: String, _ target: String, _ expected: String) throws {
    #expect(try match(method, target) == expected)
  }

  @Test(arguments: ["/a%", "/a%2", "/a%zz", "/%00", "/%ff", "/a?q=%e2%28", "/%0d%0aX:1", "a", ""])
  func refusesTargetsThatDoNotDecode(_ target: String) {
    #expect { try RequestTarget(parsing: target) } throws: { error in
      (error as? ProblemDetails)?.status == .badRequest
    }
  }

  @Test func decodesQueries() throws {
    let query = try RequestTarget(parsing: "/x?a=1&b=two+words&a=%26&flag&=v&").query
    #expect(query.values("a") == ["1", "&"])
    #expect(query["b"] == "two words")
    #expect(query["flag"] == "")
    #expect(query["c"] == nil)
    #expect(query[""] == "v")
  }

  @Test func readsWholeNumbersWithinRange() throws {
    let query = try RequestTarget(parsing: "/x?limit=50&bad=5x&twice=1&twice=2").query
    #expect(try query.integer("limit", in: 1...100, default: 10) == 50)
    #expect(try query.integer("absent", in: 1...100, default: 10) == 10)
    for name in ["bad", "twice"] {
      #expect { try query.integer(name, in: 1...100, default: 10) } throws: { error in
        (error as? ProblemDetails)?.errors.first?.field == name
      }
    }
    #expect(throws: ProblemDetails.self) { try query.integer("limit", in: 1...49, default: 10) }
    #expect { try query.refuseNames(outside: ["limit", "bad"]) } throws: { error in
      (error as? ProblemDetails)?.errors.map(\.field) == ["twice", "twice"]
    }
  }

  @Test func refusesTwoRoutesForOneRequest() async {
    await #expect(processExitsWith: .failure) {
      _ = Router([.text(.get, "/a/{x}", ""), .text(.get, "/a/{y}", "")])
    }
  }
}
