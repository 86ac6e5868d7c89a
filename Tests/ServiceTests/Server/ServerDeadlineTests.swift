import EventLoop
import HTTP
import Synchronization
import Testing

@testable import Service

@Suite("Slow clients and endings")
struct ServerDeadlineTests {
  private let get = "GET /a HTTP/1.1\r\nHost: shop\r\n\r\n"

  private func short(_ configuration: inout ServerConfiguration) {
    configuration.timeouts.head = 200
    configuration.timeouts.body = 200
    configuration.timeouts.request = 400
    configuration.timeouts.idle = 300
    configuration.timeouts.write = 200
    configuration.timeouts.linger = 200
  }

  @Test(
    "A client that stops half way gets a 408",
    arguments: [
      "P", "POST /v1/ch", "POST / HTTP/1.1\r\nHost: sh", "POST / HTTP/1.1\r",
      "POST / HTTP/1.1\r\nHost: shop\r\nContent-Length: 16\r\n\r\n{\"mess",
      "POST / HTTP/1.1\r\nHost: shop\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n{\"mess",
      "POST /stream HTTP/1.1\r\nHost: shop\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n",
    ])
  func halfWay(_ text: String) throws {
    try withServer(short) { server, _ in
      let client = try TestClient(port: server.address.port)
      client.send(text)
      let response = try #require(client.receiveResponse())
      #expect(response.status == 408)
      #expect(response.closes)
      #expect(client.receiveAll() == "")
    }
  }

  @Test("A client that says nothing is closed without a word", arguments: [false, true])
  func idle(_ afterARequest: Bool) throws {
    try withServer(short) { server, seen in
      let client = try TestClient(port: server.address.port)
      if afterARequest {
        client.send(get)
        #expect(client.receiveResponse()?.status == 200)
      }
      #expect(client.receiveAll() == "")
      #expect(seen.refusals.withLock { $0 }.isEmpty)
    }
  }

  @Test("A client that trickles its body is stopped by the deadline of the whole request") func trickle()
    throws
  {
    try withServer(short) { server, _ in
      let client = try TestClient(port: server.address.port)
      client.send("POST / HTTP/1.1\r\nHost: shop\r\nContent-Length: 1000\r\n\r\n")
      let start = Clock.monotonicMilliseconds()
      while server.counters[0].refused(.timedOut) == 0, Clock.monotonicMilliseconds() < start + 10_000 {
        client.send("x")
        _ = LoopSemaphore().wait(milliseconds: 50)
      }
      #expect(client.receiveResponse()?.status == 408)
    }
  }

  @Test("A client that does not read is dropped") func neverReads() throws {
    try withServer(short) { server, _ in
      let client = try TestClient(port: server.address.port, receiveBuffer: 4096)
      client.send(String(repeating: "GET /big HTTP/1.1\r\nHost: shop\r\n\r\n", count: 4))
      #expect(eventually { server.counters[0].aborted.count == 1 })
      #expect(server.counters[0].open.count == 0)
    }
  }

  @Test("A client that reads too slowly is dropped") func readsSlowly() throws {
    try withServer {
      short(&$0)
      $0.timeouts.minimumRate = 100_000_000
    } _: { server, _ in
      let client = try TestClient(port: server.address.port, receiveBuffer: 4096)
      client.send(String(repeating: "GET /big HTTP/1.1\r\nHost: shop\r\n\r\n", count: 100))
      let start = Clock.monotonicMilliseconds()
      while server.counters[0].aborted.count == 0, Clock.monotonicMilliseconds() < start + 10_000 {
        guard client.receive(atMost: 2000) != nil else { break }
        _ = LoopSemaphore().wait(milliseconds: 10)
      }
      #expect(eventually { server.counters[0].aborted.count == 1 })
    }
  }

  @Test("Draining answers what was begun, says good-bye, and ends") func drain() throws {
    try withServer({ $0.drainGrace = 1500 }) { server, _ in
      let busy = try TestClient(port: server.address.port)
      busy.send("POST /echo HTTP/1.1\r\nHost: shop\r\nContent-Length: 2\r\n\r\nh")
      let idle = try TestClient(port: server.address.port)
      idle.send(get)
      #expect(idle.receiveResponse()?.closes == false)
      let active = try TestClient(port: server.address.port)
      active.send(get)
      #expect(active.receiveResponse()?.closes == false)
      server.drain()
      #expect(server.state.isDraining)
      active.send(get)
      #expect(active.receiveResponse()?.closes == true)
      let new = try TestClient(port: server.address.port)
      new.send(get)
      #expect(new.receiveResponse()?.closes == true)
      #expect(idle.receiveAll() == "")
      // The listener is gone, though a request is still under way.
      #expect(eventually { (try? TestClient(port: server.address.port)) == nil })
      busy.send("i")
      let last = try #require(busy.receiveResponse())
      #expect(last.body == "POST /echo hi")
      #expect(last.closes)
      #expect(eventually { server.counters[0].open.count == 0 })
    }
  }

  @Test("Draining still answers a client that had just connected") func drainFresh() throws {
    try withServer({ $0.drainGrace = 0 }) { server, _ in
      let client = try TestClient(port: server.address.port)
      #expect(eventually { server.counters[0].open.count == 1 })
      server.drain()
      #expect(eventually { (try? TestClient(port: server.address.port)) == nil })
      client.send(get)
      #expect(client.receiveResponse()?.closes == true)
    }
  }

  @Test("Draining ends by force when a client takes too long") func drainLimit() throws {
    try withServer({
      $0.drainGrace = 0
      $0.drainLimit = 200
    }) { server, seen in
      let client = try TestClient(port: server.address.port)
      client.send("GET /never HTTP/1.1\r\nHost: shop\r\n\r\n")
      #expect(eventually { server.counters[0].bytesReceived.count > 0 })
      server.drain()
      #expect(eventually { server.counters[0].open.count == 0 })
      #expect(seen.abandoned.withLock { $0 } == 1)
    }
  }

  @Test("Clients beyond the connection limit wait until there is room") func connectionLimit() throws {
    try withServer({ $0.connectionsPerLoop = 2 }) { server, _ in
      var held = [try TestClient(port: server.address.port), try TestClient(port: server.address.port)]
      #expect(eventually { server.counters[0].open.count == 2 })
      let third = try TestClient(port: server.address.port)
      third.send(get)
      #expect(eventually { server.counters[0].acceptPauses.count > 0 })
      #expect(server.counters[0].accepted.count == 2)
      for client in held {
        client.send(get)
        #expect(client.receiveResponse()?.status == 200)
      }
      held.removeAll()
      #expect(third.receiveResponse()?.status == 200)
    }
  }
}
