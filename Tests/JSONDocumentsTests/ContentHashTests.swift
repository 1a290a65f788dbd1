import JSONDocuments
import Testing

struct ContentHashTests {
  /// FIPS 180-4 examples as published by NIST (CSRC example values).
  @Test func matchesPublishedDigests() {
    #expect(
      ContentHash.sha256Hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(ContentHash.sha256Hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(
      ContentHash.sha256Hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")
        == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
  }

  @Test func piecesGiveTheHashOfTheWhole() {
    let builder = ContentHash.Builder()
    for _ in 0..<2 {
      builder.update("a")
      builder.update([])
      builder.update(Array("bc".utf8))
      #expect(builder.finishHex() == ContentHash.sha256Hex("abc"))
    }
  }
}
