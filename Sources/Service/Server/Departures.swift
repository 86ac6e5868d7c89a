/// Something whose responses leave at the end of a turn.
protocol Departing: AnyObject {
  /// Sends what was held for it.
  func depart(_ bytes: UnsafeRawBufferPointer)
}

/// Responses of several connections, one behind the other in the loop's output, that are sent at the end of a turn.
struct Departures {
  private var connections: [any Departing] = []
  private var ends: [Int] = []

  /// How many connections wait.
  var count: Int { connections.count }
  /// Where the last response that waits ends, and the next connection's output begins.
  private(set) var end = 0

  /// Adds what was written since the last call, up to `end`, for `connection`.
  mutating func add(_ connection: any Departing, upTo end: Int) {
    connections.append(connection)
    ends.append(end)
    self.end = end
  }

  /// Lets each connection send its piece of `output`, in the order they were added.
  func leave(_ output: UnsafeRawBufferPointer) {
    var start = 0
    for (connection, end) in zip(connections, ends) {
      connection.depart(UnsafeRawBufferPointer(rebasing: output[start..<end]))
      start = end
    }
  }

  /// Forgets them, and keeps the room.
  mutating func clear() {
    connections.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    end = 0
  }
}
