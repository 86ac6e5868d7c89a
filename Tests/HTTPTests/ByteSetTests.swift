import Testing

@testable import HTTP

@Suite("Sets of bytes")
struct ByteSetTests {
  private static let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

  @Test(arguments: [
    (ByteSet.token, "!#$%&'*+-.^_`|~" + letters),
    (ByteSet.target, "-._~!$&'()*+,;=:@/?%[]" + letters),
    (ByteSet.registeredName, "-._~!$&'()*+,;=%" + letters),
  ])
  func holdExactlyTheirMembers(_ set: ByteSet, _ members: String) {
    let held = (UInt8.min...UInt8.max).filter(set.contains)
    #expect(held == members.utf8.sorted())
  }
}
