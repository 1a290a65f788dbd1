import Testing

@testable import AccessControl

struct SecretTests {
  /// RFC 4648 section 10, without padding, and the two characters of the URL alphabet.
  @Test(arguments: [
    ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
    ("foobar", "Zm9vYmFy"),
  ])
  func base64URL(plain: String, encoded: String) {
    #expect(Base64URL.encode(plain.utf8) == encoded)
    #expect(Base64URL.decode(encoded) == Array(plain.utf8))
  }

  @Test func base64URLUsesItsAlphabet() {
    #expect(Base64URL.encode([0xFB, 0xFF]) == "-_8")
    #expect(Base64URL.decode("-_8") == [0xFB, 0xFF])
  }

  /// Padding, the other alphabet, blanks, stray bits, a single character left over.
  @Test(arguments: ["Zg==", "+/8", "Zm 9v", "Zh", "Zm9", "Z", "Zm9vY", "Z\u{E9}"])
  func onlyTheCanonicalTextIsRead(text: String) { #expect(Base64URL.decode(text) == nil) }

  @Test func tokensHave256BitsAndOneForm() throws {
    var generator = SystemRandomNumberGenerator()
    let token = SecretToken(using: &generator)
    #expect(Base64URL.decode(token.text)?.count == 32)
    #expect(SecretToken(token.text)?.text == token.text)
    #expect(SecretToken(using: &generator).text != token.text)
    #expect(SecretToken(token.text + "A") == nil && SecretToken("") == nil)
    #expect(SecretToken(String(token.text.dropLast()) + "=") == nil)
  }

  /// SHA-256 of 43 letters A, by `printf A… | sha256sum`; HMAC-SHA-256 of "csrf" under it, by `openssl dgst -hmac`.
  @Test func hashesAndDerivedTokensAreStandard() throws {
    let token = try #require(SecretToken(String(repeating: "A", count: 43)))
    #expect(token.hash == "0f007385b6f9d4b7eeb2748605afe1a984a0a3bfa3f014d09e2a784ce9e5cd1a")
    #expect(token.derived(for: "csrf") == "So0WMBvm43rCjhmWj0HI7NPIUkusIQqm4EAHfQmEYf0")
  }

  @Test func apiKeysAreReadBack() throws {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<50 {
      let key = APIKey(using: &generator)
      #expect(key.text.wholeMatch(of: /tnr_[0-9a-f]{16}_[A-Za-z0-9_-]{43}/) != nil)
      let read = try #require(APIKey(key.text))
      #expect(read.id == key.id && read.secretHash == key.secretHash)
      #expect(APIKey(key.text + "A") == nil && APIKey(String(key.text.dropLast())) == nil)
      #expect(APIKey(key.text.replacing("tnr_", with: "TNR_")) == nil)
      #expect(APIKey("tnr_" + key.id.uppercased() + "x" + key.text.suffix(44)) == nil)
    }
  }

  @Test func comparesWholeTexts() {
    #expect(ConstantTime.equal("abc", "abc") && ConstantTime.equal("", ""))
    #expect(!ConstantTime.equal("abc", "abd") && !ConstantTime.equal("abc", "ab"))
  }

  /// From the reference implementation's own tests (P-H-C/phc-winner-argon2, src/test.c, argon2id version 19).
  @Test(arguments: [
    (
      "password", "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"
    ),
    (
      "password", "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc"
    ),
    (
      "password", "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
    ),
  ])
  func argon2idOfTheReference(password: String, phc: String) {
    #expect(PasswordHash(phc: phc).matches(password))
    #expect(!PasswordHash(phc: phc).matches("passwore"))
  }

  @Test func passwordsAreHashedWithASaltEach() {
    var generator = SystemRandomNumberGenerator()
    let cheap = PasswordHash.Parameters(passes: 1, memoryKiB: 64, lanes: 1)
    let hash = PasswordHash(of: "correct horse", parameters: cheap, using: &generator)
    #expect(hash.phc.hasPrefix("$argon2id$v=19$m=64,t=1,p=1$"))
    #expect(hash.matches("correct horse") && !hash.matches("correct horsf") && !hash.matches(""))
    #expect(PasswordHash(of: "correct horse", parameters: cheap, using: &generator) != hash)
    #expect(
      !PasswordHash(phc: "").matches("") && !PasswordHash(phc: "correct horse").matches("correct horse"))
    // A password may hold a zero byte without being cut there.
    #expect(!PasswordHash(of: "a\u{0}b", parameters: cheap, using: &generator).matches("a\u{0}c"))
  }

  @Test func accentsAreTheSameHoweverTheyAreTyped() {
    var generator = SystemRandomNumberGenerator()
    let cheap = PasswordHash.Parameters(passes: 1, memoryKiB: 64, lanes: 1)
    #expect(PasswordHash(of: "caf\u{E9}", parameters: cheap, using: &generator).matches("cafe\u{301}"))
  }

  /// RFC 9106 section 4, second recommended option.
  @Test func standardCost() {
    #expect(PasswordHash.Parameters.standard == .init(passes: 3, memoryKiB: 65536, lanes: 4))
  }

  @Test(
    arguments: [
      ("correct horse battery", nil), ("fourteen chars", "has 14 characters"), ("fifteen, chars!", nil),
      ("aaaaaaaaaaaaaaaaaaaa", "repeats"), ("abcabcabcabcabcabc", "repeats"),
      ("my name is annabel, hello", "name"), ("Tenor-production-2026", "name"),
      (String(repeating: "abcdefgh", count: 33), "has 264 characters"), ("has a\u{7} bell in it", "control"),
    ] as [(String, String?)])
  func passwordRules(password: String, fault: String?) {
    let found = PasswordRules.fault(in: password, for: "annabel")
    #expect((found == nil) == (fault == nil))
    if let fault { #expect(found?.message.contains(fault) == true) }
  }

  @Test func oneTimePasswordsKeepTheRulesAndAreReadAloudWithoutMistakes() throws {
    let name = try #require(UserName("anna"))
    var generator = SystemRandomNumberGenerator()
    let made = (0..<200).map { _ in OneTimePassword.make(for: name, using: &generator) }
    #expect(Set(made).count == made.count)
    for password in made {
      #expect(password.wholeMatch(of: /([a-z2-9]{5}-){3}[a-z2-9]{5}/) != nil)
      #expect(!password.contains { "01ilo".contains($0) })
      #expect(PasswordRules.fault(in: password, for: name.text) == nil)
    }
  }
}
