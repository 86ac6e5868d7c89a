import Synchronization
import Testing
import Threads

@testable import EventLoop

@Suite("An event loop")
struct EventLoopTests {
  /// Runs `body` on a loop of its own and waits for the loop to be stopped.
  private func withLoop(_ body: @escaping @Sendable (EventLoop) -> Void) throws {
    let thread = try NamedThread(name: "test") {
      do {
        let loop = try EventLoop()
        body(loop)
        loop.run()
      } catch {
        Issue.record(error)
      }
    }
    thread.join()
  }

  private final class Once: EventSource {
    let whenDue: () -> Void
    init(_ whenDue: @escaping () -> Void) { self.whenDue = whenDue }
    func ready(_ readiness: Readiness) {}
    func deadlinePassed() { whenDue() }
  }

  @Test func runsWhatOtherThreadsPostInOrder() throws {
    let seen = Mutex<[Int]>([])
    try withLoop { loop in
      let remote = loop.remote
      do {
        let poster = try NamedThread(name: "poster") {
          for number in 0..<1000 { remote.post { _ in seen.withLock { $0.append(number) } } }
          remote.post { $0.stop() }
        }
        // The jobs hold the loop's remote only; the thread ends by itself.
        _ = poster
      } catch {
        Issue.record(error)
      }
    }
    #expect(seen.withLock { $0 } == Array(0..<1000))
  }

  @Test func wakesForADeadline() throws {
    let waited = Mutex(0)
    try withLoop { loop in
      let start = loop.now
      do {
        let source = Once { [unowned loop] in
          waited.withLock { $0 = loop.now - start }
          loop.stop()
        }
        loop.setDeadline(try loop.add(source), at: start + 50)
      } catch {
        Issue.record(error)
      }
    }
    let milliseconds = waited.withLock { $0 }
    #expect(milliseconds >= 50)
  }

  @Test func forgetsARegistrationThatWasRemoved() throws {
    let fired = Mutex<[String]>([])
    try withLoop { loop in
      do {
        let first = try loop.add(Once { fired.withLock { $0.append("first") } })
        loop.setDeadline(first, at: loop.now + 10)
        loop.remove(first)
        let second = try loop.add(
          Once { [unowned loop] in
            fired.withLock { $0.append("second") }
            loop.stop()
          })
        #expect(second != first)
        #expect(second.index == first.index)
        loop.setDeadline(first, at: loop.now)
        loop.remove(first)
        loop.setDeadline(second, at: loop.now + 40)
      } catch {
        Issue.record(error)
      }
    }
    #expect(fired.withLock { $0 } == ["second"])
  }

  @Test func givesOutWhatBelongsToItOnlyToItself() throws {
    let value = Mutex(0)
    try withLoop { loop in
      let confined = LoopConfined([1, 2, 3], on: loop)
      loop.remote.post { loop in
        value.withLock { $0 = confined.get(on: loop).count }
        loop.stop()
      }
    }
    #expect(value.withLock { $0 } == 3)
  }
}

@Suite("Socket addresses")
struct SocketAddressTests {
  @Test(
    "are read and written alike",
    arguments: ["127.0.0.1:8080", "0.0.0.0:0", "[::1]:65535", "[::]:80", "[2001:db8::1]:443"])
  func readAndWritten(_ text: String) {
    #expect(SocketAddress(text)?.description == text)
  }

  @Test func knowTheLocalHost() {
    #expect(SocketAddress("localhost:80")?.description == "127.0.0.1:80")
  }

  @Test(
    "are nothing else",
    arguments: [
      "", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", ":80", "::1:80", "[::1]", "shop.example:80",
      "[::1:80",
    ])
  func refused(_ text: String) {
    #expect(SocketAddress(text) == nil)
  }
}

@Suite("A listener")
struct ListenerTests {
  @Test("finds the port that was left open", arguments: ["127.0.0.1:0"])
  func port(_ text: String) throws {
    let address = try #require(SocketAddress(text))
    let listener = try Listener(address, sharesPort: false)
    #expect(listener.address.port != 0)
    #expect(listener.address == address.with(port: listener.address.port))
  }

  @Test("is found by a probe, though it shares its port") func probe() throws {
    let address = try #require(SocketAddress("127.0.0.1:0"))
    let listener = try Listener(address, sharesPort: true)
    let error = #expect(throws: SystemError.self) { try Listener.probe(listener.address) }
    #expect(error?.isAddressInUse == true)
    #expect(error?.description == "bind: Address already in use")
    _ = try Listener(listener.address, sharesPort: true)
  }

  @Test("has nobody waiting at first") func empty() throws {
    let listener = try Listener(try #require(SocketAddress("127.0.0.1:0")), sharesPort: false)
    var isEmpty = false
    if case .none = listener.accept() { isEmpty = true }
    #expect(isEmpty)
  }
}
