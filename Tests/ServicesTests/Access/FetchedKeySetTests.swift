import AccessControl
import Foundation
import HTTPServing
import Synchronization
import TestSupport
import Testing

@testable import Services

/// Keys of an identity provider that are fetched from its address.
@Suite struct FetchedKeySetTests {
  /// As in `BearerTests`: signed with the key `k1`, good until an hour after `now`.
  private static let token = BearerTests.token
  private static let now: Int64 = 1_680_300_000
  private static let keys = BearerTests.keys
  /// The same key under another name, as before the provider began to use `k1`.
  private static let otherKeys = keys.with("k1", "k0")

  /// A provider that answers as it is told to, a clock that is set by hand, and what was noted.
  private final class Provider: Sendable {
    struct State {
      var answer: String?
      var asked = 0
      var time = ContinuousClock.now
      var notes: [String] = []
    }
    struct Away: Error, CustomStringConvertible { let description = "nobody answers" }

    let state: Mutex<State>

    init(_ answer: String?) { state = Mutex(State(answer: answer)) }

    var asked: Int { state.withLock { $0.asked } }
    var notes: [String] { state.withLock { $0.notes } }

    func answer(with text: String?) { state.withLock { $0.answer = text } }
    func wait(_ duration: Duration) { state.withLock { $0.time += duration } }

    func keySet() -> FetchedKeySet {
      FetchedKeySet(
        TokenPolicy(issuer: "https://id.bank.example", audience: "tenor"),
        now: { [self] in state.withLock { $0.time } },
        fetch: { [self] in
          try state.withLock { state in
            state.asked += 1
            guard let answer = state.answer else { throw Away() }
            return Array(answer.utf8)
          }
        }, note: { [self] line in state.withLock { $0.notes.append(line) } })
    }
  }

  /// Polls until what a thread of its own does is done; the limit only bounds a failure.
  private func eventually(_ condition: () -> Bool) throws {
    for _ in 0..<6_000 where !condition() { usleep(5_000) }
    try #require(condition())
  }

  private func isLetIn(_ keys: FetchedKeySet, _ token: String = Self.token) throws -> Bool {
    do {
      return try keys.principal(of: token, now: Self.now).name == "ann@bank.example"
    } catch TokenFault.unknownKey {
      return false
    }
  }

  @Test func aKeyThatIsNewIsFetchedOnceAWhile() throws {
    let provider = Provider(Self.otherKeys)
    let keys = provider.keySet()
    #expect(keys.start())
    // However many tokens name a key that is unknown, the provider is asked no sooner than a minute later.
    for _ in 0..<10 { #expect(try !isLetIn(keys)) }
    #expect(provider.asked == 1)
    provider.answer(with: Self.keys)
    provider.wait(.seconds(59))
    #expect(try !isLetIn(keys))
    provider.wait(.seconds(1))
    #expect(try isLetIn(keys))
    #expect(provider.asked == 2 && keys.status.fetches == 2)
    for _ in 0..<10 { #expect(try isLetIn(keys)) }
    #expect(provider.asked == 2)
  }

  @Test func theLastGoodSetStaysWhileTheProviderFails() throws {
    let provider = Provider(Self.keys)
    let keys = provider.keySet()
    #expect(keys.start())
    for bad in [nil, "<html>sign in</html>", #"{"keys": []}"#, #"{"keys": [{"kty": "oct", "k": "AAAA"}]}"#] {
      provider.answer(with: bad)
      provider.wait(.seconds(900))
      let before = keys.status.failures
      #expect(try isLetIn(keys))
      try eventually { keys.status.failures == before + 1 }
      #expect(try isLetIn(keys) && keys.status.keyCount == 1)
    }
    try eventually { !provider.notes.isEmpty }
    #expect(provider.notes.count == 1, "told once, not each time")
    #expect(
      provider.notes[0].hasPrefix("warning: ") && provider.notes[0].contains("the last ones stay in use"))
    #expect(keys.status.age == .seconds(3_600))
    provider.answer(with: Self.keys)
    provider.wait(.seconds(60))
    #expect(try isLetIn(keys))
    try eventually { keys.status.fetches == 2 }
    try eventually { provider.notes.count == 2 }
    #expect(provider.notes[1].contains("again"))
  }

  @Test func aKeyThatTheProviderHasWithdrawnLetsNobodyInAnyMore() throws {
    let provider = Provider(Self.keys)
    let keys = provider.keySet()
    #expect(keys.start())
    #expect(try isLetIn(keys))
    provider.answer(with: Self.otherKeys)
    provider.wait(.seconds(900))
    _ = try isLetIn(keys)
    try eventually { keys.status.fetches == 2 }
    #expect(try !isLetIn(keys))
  }

  @Test func withoutAnyKeysTokensAreToComeAgain() throws {
    let provider = Provider(nil)
    let keys = provider.keySet()
    #expect(!keys.start())
    try eventually { provider.notes.first?.contains("refused until") == true }
    let problem = #expect(throws: ProblemDetails.self) { try isLetIn(keys) }
    #expect(problem?.status == .serviceUnavailable && problem?.headers["Retry-After"] != nil)
    provider.answer(with: Self.keys)
    provider.wait(.seconds(60))
    #expect(try isLetIn(keys))
  }

  /// The paths that a server was asked for.
  private final class Asked: Sendable {
    private let recorded = Mutex<[String]>([])
    var paths: [String] { recorded.withLock { $0 } }
    func record(_ path: String) { recorded.withLock { $0.append(path) } }
  }

  /// Serves what a provider could, and records what it is asked for.
  private func withProvider(tls: TLSSettings? = nil, _ body: (UInt16, Asked) throws -> Void) throws {
    let asked = Asked()
    func route(_ path: PathTemplate, _ answer: @escaping @Sendable () -> HTTPResponse) -> Route {
      Route(.get, path, operationID: "\(path)") { request in
        asked.record(request.path)
        return answer()
      }
    }
    let good = Array(Self.keys.utf8)
    let large = Array(repeating: UInt8(ascii: " "), count: KeySetFetch.mostBytes + 1)
    let waiting = DispatchSemaphore(value: 0)
    var configuration = HTTPServerConfiguration()
    configuration.tls = tls
    let server = try HTTPServer(
      configuration,
      router: Router(
        [
          route("/keys") { .json(rendered: good) },
          route("/large") { .json(rendered: large) },
          route("/away") { .json(rendered: good, status: .serviceUnavailable) },
          route("/moved") {
            HTTPResponse(status: HTTPStatus(rawValue: 302), headers: ["Location": "http://127.0.0.1/keys"])
          },
          route("/slow") {
            waiting.wait()
            return .json(rendered: good)
          },
        ], fallback: nil), metrics: MetricsRegistry(), log: { _ in })
    defer {
      waiting.signal()
      server.stop(within: .seconds(5))
    }
    try body(server.port, asked)
  }

  private func fetch(_ url: String, authorities: String? = nil, milliseconds: Int = 5_000) throws -> [UInt8] {
    try KeySetFetch(
      #require(KeySetAddress(url)), authorities: authorities, milliseconds: milliseconds)()
  }

  private func failure(_ url: String, authorities: String? = nil, milliseconds: Int = 5_000) -> String {
    do {
      return "fetched \(try fetch(url, authorities: authorities, milliseconds: milliseconds).count) bytes"
    } catch {
      return "\(error)"
    }
  }

  @Test func isFetchedWithinLimitsAndFromNowhereElse() throws {
    try withProvider { port, asked in
      let host = "http://127.0.0.1:\(port)"
      let fetched = try fetch("\(host)/keys")
      #expect(fetched == Array(Self.keys.utf8))
      #expect(failure("\(host)/large").contains("more than \(KeySetFetch.mostBytes) bytes"))
      #expect(failure("\(host)/away").contains("answers 503, not 200"))
      #expect(failure("\(host)/moved").contains("answers 302, not 200"))
      #expect(failure("\(host)/slow", milliseconds: 200).lowercased().contains("timed out"))
      #expect(asked.paths.count { $0 == "/keys" } == 1, "a redirect is not followed")
    }
    #expect(failure("http://127.0.0.1:1/keys").contains("127.0.0.1"))
  }

  @Test func overHTTPSTheCertificateIsChecked() throws {
    let authority = try TestCertificate("authority", .authority)
    let server = try TestCertificate("provider", .server, issuer: authority)
    let other = try TestCertificate("another", .authority)
    let folder = try TestCluster.makeDirectory()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for (name, certificate) in [("right", authority), ("wrong", other)] {
      try Data(certificate.certificatePEM).write(to: URL(fileURLWithPath: "\(folder)/\(name).pem"))
    }
    let tls = try TLSSettings(certificate: server.certificatePEM, key: server.keyPEM)
    try withProvider(tls: tls) { port, asked in
      let url = "https://localhost:\(port)/keys"
      let fetched = try fetch(url, authorities: "\(folder)/right.pem")
      #expect(fetched == Array(Self.keys.utf8))
      for wrong in ["\(folder)/wrong.pem", nil] {
        #expect(failure(url, authorities: wrong).lowercased().contains("certificate"))
      }
      // Its certificate is for localhost.
      #expect(
        !failure("https://127.0.0.1:\(port)/keys", authorities: "\(folder)/right.pem").contains("fetched"))
      #expect(asked.paths.count == 1)
    }
  }

  @Test func whatATokenSaysOfWhereItsKeyIsIsNotLookedAt() throws {
    func part(_ text: String) -> String {
      Data(text.utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
        .replacing("=", with: "")
    }
    try withProvider { port, asked in
      let host = "http://127.0.0.1:\(port)"
      let fetch = KeySetFetch(try #require(KeySetAddress("\(host)/keys")))
      var timing = FetchedKeySet.Timing()
      timing.pause = .zero
      let keys = FetchedKeySet(
        TokenPolicy(issuer: "https://id.bank.example", audience: "tenor"), timing: timing,
        fetch: { try fetch() }, note: { _ in })
      #expect(keys.start())
      for place in ["jku", "x5u"] {
        let header = #"{"alg":"EdDSA","typ":"at+jwt","kid":"mine","\#(place)":"\#(host)/large"}"#
        let token = ([part(header)] + Self.token.split(separator: ".").dropFirst().map(String.init)).joined(
          separator: ".")
        #expect(try !isLetIn(keys, token))
      }
      #expect(try isLetIn(keys))
      #expect(Set(asked.paths) == ["/keys"])
    }
  }

  @Test(arguments: [
    "http://id.bank.example/keys", "ftp://id.bank.example/keys", "file:///etc/passwd", "https://",
    "https://ann:secret@id.bank.example/keys", "https://id.bank.example/keys#part", "keys.json",
    "https://id.bank.example/a b", "http://127.0.0.1.bank.example/keys", "",
  ])
  func otherAddressesAreNotTaken(text: String) { #expect(KeySetAddress(text) == nil) }

  @Test(arguments: [
    "https://id.bank.example/keys?tenant=1", "http://127.0.0.1:8080/keys", "http://localhost/keys",
    "http://[::1]:1/keys",
  ])
  func addressesAreTaken(text: String) { #expect(KeySetAddress(text)?.url == text) }
}
