import Testing

@testable import AccessControl

struct JSONWebSignatureTests {
  private func fault(_ token: String, _ keys: JSONWebKeySet = TestSigner.keys) -> TokenFault? {
    do throws(TokenFault) {
      _ = try JSONWebSignature(token, keys: keys)
      return nil
    } catch {
      return error
    }
  }

  @Test func casesOfWycheproof() throws {
    let keys = try JSONWebKeySet(json: golden("json_web_keys.json"))
    let rows = String(decoding: try golden("json_web_signatures.csv"), as: UTF8.self).split(separator: "\n")
      .dropFirst().map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    #expect(rows.count == 54)
    for row in rows {
      let fault = fault(row[4], keys)
      #expect(
        (fault == nil) == (row[2] == "valid"), "\(row[0]) \(row[3]): \(fault.map { "\($0)" } ?? "taken")")
    }
  }

  /// RFC 8037 appendix A.4.
  @Test func edDSAOfTheStandard() throws {
    let token =
      "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."
      + "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
    let signed = try JSONWebSignature(token, keys: TestSigner.keys)
    #expect(signed.payload == Array("Example of Ed25519 signing".utf8))
    #expect(TestSigner.token(#"{"alg":"EdDSA"}"#, "Example of Ed25519 signing") == token)
  }

  @Test func theAlgorithmIsTheKeysNotTheTokens() {
    for name in ["none", "None", "NONE", "HS256", "RS256", "ES256", "eddsa", "EdDSA ", "", "Ed448"] {
      #expect(fault(TestSigner.token(#"{"alg":"\#(name)","kid":"k1"}"#, "{}")) == .wrongAlgorithm, "\(name)")
    }
    #expect(fault(TestSigner.token(#"{"kid":"k1"}"#, "{}")) == .malformed("its header has no 'alg'"))
    #expect(fault(TestSigner.token(#"{"alg":["EdDSA"]}"#, "{}")) == .malformed("its header has no 'alg'"))
    let unsigned = "\(Base64URL.encode(#"{"alg":"none"}"#.utf8)).\(Base64URL.encode("{}".utf8))."
    #expect(fault(unsigned) == .wrongAlgorithm)
    // The public key as the secret of a MAC.
    let signed = "\(Base64URL.encode(#"{"alg":"HS256","kid":"k1"}"#.utf8)).\(Base64URL.encode("{}".utf8))"
    let key = Base64URL.decode(TestSigner.publicKey)!
    #expect(fault("\(signed).\(Base64URL.encode(TestSigner.mac(of: signed, key: key)))") == .wrongAlgorithm)
  }

  @Test func headersThatSayTwoThingsOrAskForMoreAreRefused() {
    let refused = TokenFault.malformed("its header is not a JSON object")
    #expect(fault(TestSigner.token(#"{"alg":"EdDSA","alg":"EdDSA"}"#, "{}")) == refused)
    #expect(fault(TestSigner.token(#"{"alg":"none","alg":"EdDSA"}"#, "{}")) == refused)
    #expect(fault(TestSigner.token(#"["EdDSA"]"#, "{}")) == refused)
    #expect(fault(TestSigner.token("", "{}")) == refused)
    let extended = TokenFault.malformed("its header asks for extensions")
    #expect(fault(TestSigner.token(#"{"alg":"EdDSA","crit":["exp"],"exp":1}"#, "{}")) == extended)
    #expect(fault(TestSigner.token(#"{"alg":"EdDSA","crit":[]}"#, "{}")) == extended)
    #expect(fault(TestSigner.token(#"{"alg":"EdDSA","b64":false}"#, "{}")) == extended)
    #expect(fault(TestSigner.token(#"{"alg":"EdDSA","kid":7}"#, "{}")) != nil)
  }

  @Test func keysAreFoundByNameAlone() {
    #expect(fault(TestSigner.token(#"{"alg":"EdDSA","kid":"k1"}"#, "{}")) == nil)
    #expect(fault(TestSigner.token(#"{"alg":"EdDSA"}"#, "{}")) == nil, "there is one key only")
    #expect(fault(TestSigner.token(#"{"alg":"EdDSA","kid":"k2"}"#, "{}")) == .unknownKey)
    #expect(fault(TestSigner.token(#"{"alg":"EdDSA","kid":"../../dev/null"}"#, "{}")) == .unknownKey)
    // Keys that the token brings, by value or by address, are not looked at.
    for brought in ["jwk", "x5c", "jku", "x5u"] {
      #expect(
        fault(TestSigner.token(#"{"alg":"EdDSA","kid":"k2","\#(brought)":"http://evil"}"#, "{}"))
          == .unknownKey)
    }
  }

  @Test func anyOtherFormIsRefused() throws {
    let token = TestSigner.token(#"{"alg":"EdDSA","kid":"k1"}"#, #"{"a":1}"#)
    let parts = token.split(separator: ".").map(String.init)
    #expect(fault(token) == nil)
    #expect(fault(token + "=") == .malformed("a part is not base64url"))
    #expect(fault(token + ".") == .malformed("it has not three parts"))
    #expect(fault(" " + token) == .malformed("a part is not base64url"))
    #expect(fault("\(parts[0]).\(parts[1]).\(parts[2].dropLast(2))") == .badSignature)
    #expect(fault("\(parts[0]).\(parts[1]).") == .badSignature)
    #expect(fault("\(parts[0]).\(Base64URL.encode(#"{"a":2}"#.utf8)).\(parts[2])") == .badSignature)
    // The same bytes, but for bits that no byte uses: 64 bytes leave four of them.
    let last = try #require(parts[2].last)
    let other = try #require("ABCDEFGHIJKLMNOPQRSTUVWXYZ".first { $0 != last })
    #expect(fault("\(parts[0]).\(parts[1]).\(parts[2].dropLast())\(other)") != nil)
    #expect(fault(String(repeating: "A", count: 20_000)) == .malformed("it is longer than 16 KiB"))
  }

  @Test(arguments: [
    (#"{"keys": []}"#, "no key for"), ("[]", "no array 'keys'"), ("{", "well-formed"),
    (#"{"keys": [7]}"#, "keys[0] is not an object"),
    (#"{"keys": [{"kty": "oct", "k": "AAAA"}]}"#, "secret material ('k')"),
    (#"{"keys": [{"kty": "OKP", "crv": "Ed25519", "x": "11qY", "d": "AA"}]}"#, "secret material ('d')"),
    (#"{"keys": [{"kty": "OKP", "crv": "Ed25519", "x": "11qY"}]}"#, "OpenSSL refuses"),
    (#"{"keys": [{"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}]}"#, "coordinates"),
    // A point that is not on the curve.
    (
      #"{"keys": [{"kty": "EC", "crv": "P-256", "x": "04N0xi21hshyvBp7I167sbE_bXqyqkAPfefdklMO7wY","#
        + #" "y": "04N0xi21hshyvBp7I167sbE_bXqyqkAPfefdklMO7wY"}]}"#, "OpenSSL refuses"
    ),
    (#"{"keys": [{"kty": "RSA", "n": "AQAB", "e": "AQAB"}]}"#, "has 17 bits"),
    (#"{"keys": [{"kty": "EC", "crv": "secp256k1", "x": "AA", "y": "AA"}]}"#, "no key for"),
  ])
  func keySetsThatAreRefused(json: String, why: String) {
    do throws(JSONWebKeySet.Fault) {
      _ = try JSONWebKeySet(json: Array(json.utf8))
      Issue.record("taken: \(json)")
    } catch {
      #expect(error.description.contains(why), "\(error)")
    }
  }

  @Test func keysForOtherUsesAreLeftOut() throws {
    let own = #""kty": "OKP", "crv": "Ed25519", "x": "\#(TestSigner.publicKey)""#
    for other in [
      #""use": "enc""#, #""key_ops": ["encrypt"]"#, #""alg": "ES256""#, #""alg": "HS256""#,
    ] {
      let set = try JSONWebKeySet(
        json: Array(#"{"keys": [{\#(own), "kid": "a", \#(other)}, {\#(own), "kid": "b"}]}"#.utf8))
      #expect(set.keys.map(\.id) == ["b"])
    }
    #expect(throws: JSONWebKeySet.Fault.self) {
      try JSONWebKeySet(json: Array(#"{"keys": [{\#(own), "kid": "a"}, {\#(own), "kid": "a"}]}"#.utf8))
    }
  }
}
