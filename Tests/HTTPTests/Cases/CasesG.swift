@testable import HTTP

/// The chunked coding.
enum CasesG {
  private static let last = "\r\n0\r\n\r\n"

  private static let wrongSizes: [Case] = [
    ("g01", "Z"), ("g02", "0x10"), ("g03", "+10"), ("g04", "-10"), ("g05", "1_0"), ("g06", ""),
    ("g07", " 10"),
    ("g07 behind", "10 "), ("extension without name", "10;"), ("open quote", "10;a=\"b"),
    ("no value", "10;a="),
    ("comma", "10,a"),
  ].map { Case($0.0, Base.chunked($0.1 + "\r\n" + Base.body + last) + Base.get, .refused(.badChunk)) }

  static let all: [Case] =
    wrongSizes + [
      Case("g09", Base.chunked("10000000000000010\r\n" + Base.body + last), .refused(.bodyTooLarge)),
      Case("g10", Base.chunked("100000010\r\n" + Base.body + last), .refused(.bodyTooLarge)),
      Case("g11", Base.chunked("ffffffffffffffff\r\n" + Base.body + last), .refused(.bodyTooLarge)),
      Case("g13", Base.chunked("10\r\n" + Base.body + "0\r\n\r\n"), .refused(.badChunk)),
      Case("g14", Base.chunked("10\r\n" + Base.body + "xx" + last), .refused(.badChunk)),
      Case("g15", Base.chunked("10\n" + Base.body + last), .refused(.badChunk)),
      Case("g16", Base.chunked("10\r\n" + Base.body + "\n0\r\n\r\n"), .refused(.badChunk)),
      Case("g17", Base.chunked("10;a\rb\r\n" + Base.body + last), .refused(.badChunk)),
      Case("g18", Base.chunked("10;a\nb\r\n" + Base.body + last), .refused(.badChunk)),
      Case("g19", Base.chunked("10\r\r\n" + Base.body + last), .refused(.badChunk)),
      Case(
        "g20", Base.chunked("10;a=" + String(repeating: "b", count: 65_536) + "\r\n" + Base.body + last),
        .refused(.badChunk)),
      Case(
        "g21", Base.chunked("10" + String(repeating: ";a=b", count: 2000) + "\r\n" + Base.body + last),
        .refused(.badChunk)),
      Case("g22", Base.chunked("10\r\n" + Base.body + "\r\n"), ends: true, .refused(.bodyIncomplete)),
      Case("g23", Base.chunked("10\r\n" + Base.body + "\r\n\r\n") + Base.get, .refused(.badChunk)),
      Case(
        "g24", Base.chunked("10\r\n" + Base.body + "\r\n0\r\nContent-Length: 3\r\n\r\n") + Base.get,
        .refused(.badTrailer)),
      Case(
        "g24 coding", Base.chunked("10\r\n" + Base.body + "\r\n0\r\ntransfer-encoding: gzip\r\n\r\n"),
        .refused(.badTrailer)),
      Case("g25", Base.chunked("10\r\n" + Base.body + "\r\n0\r\nX-A : b\r\n\r\n"), .refused(.badTrailer)),
      Case(
        "g26",
        Base.chunked(
          "10\r\n" + Base.body + "\r\n0\r\nX-A: " + String(repeating: "b", count: 65_536) + "\r\n\r\n"),
        .refused(.fieldsTooLarge)),
      Case(
        "g26 many",
        Base.chunked("10\r\n" + Base.body + "\r\n0\r\n" + String(repeating: "X: 1\r\n", count: 17) + "\r\n"),
        .refused(.fieldsTooLarge)),
      Case("g27", Base.chunked("10\r\n" + Base.body + "\r\n0\r\n" + Base.get), .refused(.badTrailer)),
      Case(
        "g31",
        Base.chunked(
          String(repeating: "1000\r\n" + String(repeating: "a", count: 4096) + "\r\n", count: 38)
            + "0\r\n\r\n"), .refused(.bodyTooLarge)),
      Case("g32", Base.chunked("10\r\n" + Base.body + "\r\nQ\r\n" + Base.get), .refused(.badChunk)),
      Case(
        "blanks around an extension", Base.chunked("10 ; a = \"\\\"\"\t;b\r\n" + Base.body + last),
        .served([Base.served])),
    ]
}
